import java.util.List;
import java.util.stream.Collectors;

/** A pod as an API server shows it, of usual size: about 9 kB, a third of them the owners of its fields. */
final class PodObject {
    static final List<String> CONTAINERS = List.of("app", "log-router", "mackerel-container-agent");

    private static final String START = "2026-01-01T00:00:00Z";

    private PodObject() {}

    static String json(PodIdentity pod) {
        return Json.compact("""
                {"kind":"Pod","apiVersion":"v1","metadata":%s,"spec":%s,"status":%s}
                """.formatted(metadata(pod), spec(), status()));
    }

    private static String metadata(PodIdentity pod) {
        return """
                {"name":"%s","generateName":"checkout-5d9c7b8f64-","namespace":"%s","uid":"%s","resourceVersion":"48213",
                "generation":1,"creationTimestamp":"%s","labels":{"app.kubernetes.io/name":"checkout",
                "app.kubernetes.io/version":"1.42.0","pod-template-hash":"5d9c7b8f64"},"annotations":{
                "kubernetes.io/config.seen":"2026-01-01T00:00:00.231526752Z","kubernetes.io/config.source":"api"},
                "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"checkout-5d9c7b8f64",
                "uid":"8ed0b1ff-6a8c-4f5b-a9ae-c6b2b6e9bb1f","controller":true,"blockOwnerDeletion":true}],
                "managedFields":[{"manager":"kube-controller-manager","operation":"Update","apiVersion":"v1",
                "time":"%s","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:generateName":{},"f:labels":{".":{},
                "f:app.kubernetes.io/name":{},"f:app.kubernetes.io/version":{},"f:pod-template-hash":{}},
                "f:ownerReferences":{".":{},"k:{\\"uid\\":\\"8ed0b1ff-6a8c-4f5b-a9ae-c6b2b6e9bb1f\\"}":{}}},
                "f:spec":{"f:containers":{%s},"f:dnsPolicy":{},"f:enableServiceLinks":{},"f:restartPolicy":{},
                "f:schedulerName":{},"f:securityContext":{},"f:serviceAccount":{},"f:serviceAccountName":{},
                "f:terminationGracePeriodSeconds":{},"f:volumes":{".":{},"k:{\\"name\\":\\"data\\"}":{".":{},
                "f:emptyDir":{},"f:name":{}}}}}},{"manager":"kubelet","operation":"Update","apiVersion":"v1",
                "time":"%s","fieldsType":"FieldsV1","fieldsV1":{"f:status":{"f:conditions":{
                "k:{\\"type\\":\\"ContainersReady\\"}":{".":{},"f:lastProbeTime":{},"f:lastTransitionTime":{},
                "f:status":{},"f:type":{}},"k:{\\"type\\":\\"Ready\\"}":{".":{},"f:lastProbeTime":{},
                "f:lastTransitionTime":{},"f:status":{},"f:type":{}}},"f:containerStatuses":{},"f:hostIP":{},
                "f:hostIPs":{},"f:phase":{},"f:podIP":{},"f:podIPs":{".":{},"k:{\\"ip\\":\\"10.244.0.7\\"}":{".":{},
                "f:ip":{}}},"f:startTime":{}}},"subresource":"status"}]}
                """.formatted(pod.name(), PodIdentity.NAMESPACE, pod.uid(), START, START, joined("""
                                "k:{\\"name\\":\\"%s\\"}":{".":{},"f:env":{".":{},"k:{\\"name\\":\\"POD_NAME\\"}":{".":{},
                                "f:name":{},"f:valueFrom":{".":{},"f:fieldRef":{}}}},"f:image":{},"f:imagePullPolicy":{},
                                "f:livenessProbe":{".":{},"f:failureThreshold":{},"f:httpGet":{".":{},"f:path":{},"f:port":{},
                                "f:scheme":{}},"f:periodSeconds":{},"f:successThreshold":{},"f:timeoutSeconds":{}},
                                "f:name":{},"f:resources":{".":{},"f:limits":{".":{},"f:cpu":{},"f:memory":{}},
                                "f:requests":{".":{},"f:cpu":{},"f:memory":{}}},"f:terminationMessagePath":{},
                                "f:terminationMessagePolicy":{},"f:volumeMounts":{".":{},
                                "k:{\\"mountPath\\":\\"/data\\"}":{".":{},"f:mountPath":{},"f:name":{}}}}
                                """), START);
    }

    private static String spec() {
        return """
                {"volumes":[{"name":"data","emptyDir":{}},{"name":"kube-api-access-qc764","projected":{"sources":[
                {"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},{"configMap":{
                "name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},{"downwardAPI":{"items":[
                {"path":"namespace","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}]}}],
                "defaultMode":420}}],"containers":[%s],"restartPolicy":"Always","terminationGracePeriodSeconds":30,
                "dnsPolicy":"ClusterFirst","serviceAccountName":"agent","serviceAccount":"agent","nodeName":"%s",
                "securityContext":{},"schedulerName":"default-scheduler","tolerations":[{
                "key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},{
                "key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute",
                "tolerationSeconds":300}],"priority":0,"enableServiceLinks":true,
                "preemptionPolicy":"PreemptLowerPriority"}
                """.formatted(joined("""
                                {"name":"%s","image":"registry.example.com/shop/checkout:1.42.0","env":[{"name":"POD_NAME",
                                "valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}}}],"resources":{
                                "limits":{"cpu":"200m","memory":"64Mi"},"requests":{"cpu":"50m","memory":"32Mi"}},
                                "volumeMounts":[{"name":"data","mountPath":"/data"},{"name":"kube-api-access-qc764",
                                "readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}],
                                "livenessProbe":{"httpGet":{"path":"/health","port":8080,"scheme":"HTTP"},
                                "timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},
                                "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File",
                                "imagePullPolicy":"IfNotPresent"}
                                """), Node.NAME);
    }

    private static String status() {
        return """
                {"observedGeneration":1,"phase":"Running","conditions":[%s],"hostIP":"10.231.0.2","hostIPs":[{
                "ip":"10.231.0.2"}],"podIP":"10.244.0.7","podIPs":[{"ip":"10.244.0.7"}],"startTime":"%s",
                "containerStatuses":[%s],"qosClass":"Burstable"}
                """.formatted(
                List.of("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled").stream()
                        .map(type ->
                                "{\"type\":\"%s\",\"observedGeneration\":1,\"status\":\"True\",\"lastProbeTime\":null,\"lastTransitionTime\":\"%s\"}"
                                        .formatted(type, START))
                        .collect(Collectors.joining(",")),
                START,
                joined("""
                                {"name":"%s","state":{"running":{"startedAt":"2026-01-01T00:00:00Z"}},"lastState":{},
                                "ready":true,"restartCount":0,"image":"registry.example.com/shop/checkout:1.42.0",
                                "imageID":"sha256:af34ddf8ddca8d2496f6f8358996281f779c45cc6890a7a05e5135bbefb4c349",
                                "containerID":"containerd://7d81f79eaf32bf685c9c953186752b5d8a90f786eb4360a17a5ab3fa50c2669b",
                                "started":true,"allocatedResources":{"cpu":"50m","memory":"32Mi"},"resources":{"limits":{
                                "cpu":"200m","memory":"64Mi"},"requests":{"cpu":"50m","memory":"32Mi"}},"volumeMounts":[{
                                "name":"kube-api-access-qc764","readOnly":true,"recursiveReadOnly":"Disabled",
                                "mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}]}
                                """));
    }

    /** One for each container, its name put in. */
    private static String joined(String template) {
        return CONTAINERS.stream().map(template::formatted).collect(Collectors.joining(","));
    }
}
