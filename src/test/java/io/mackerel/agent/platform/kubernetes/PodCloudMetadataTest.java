package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodCloudMetadataTest {
    @Test
    void aRecordedPodIsToldUnderTheNamesThatMackerelShows() {
        // Given
        PodResponse pod = Fixtures.pod("v1.36-host-network-pod");

        // When
        Map<String, Object> metadata = PodCloudMetadata.of(pod);

        // Then
        assertThat(metadata)
                .containsOnlyKeys(
                        "namespace",
                        "name",
                        "uid",
                        "resourceVersion",
                        "labels",
                        "hostNetwork",
                        "nodeName",
                        "containers",
                        "phase",
                        "hostIP",
                        "podIP",
                        "conditions",
                        "startTime")
                .containsEntry("namespace", "team-a")
                .containsEntry("name", "demo")
                .containsEntry("uid", "214c7860-541a-44f8-8cfc-224174f97986")
                .containsEntry("resourceVersion", "362")
                .containsEntry("labels", Map.of("app", "demo", "app.kubernetes.io/name", "demo"))
                .containsEntry("hostNetwork", true)
                .containsEntry("nodeName", "testnode")
                .containsEntry("phase", "Running")
                .containsEntry("hostIP", "10.231.0.2")
                .containsEntry("podIP", "10.231.0.2")
                .containsEntry("startTime", "2026-11-22T14:08:29Z");
        assertThat(metadata.get("conditions"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(5)
                .contains(Map.of("type", "Ready", "status", "True"));
        assertThat(containers(metadata).getFirst())
                .isEqualTo(Map.of(
                        "name", "app",
                        "image", "docker.io/library/tiny:1",
                        "command",
                                List.of(
                                        "/bin/sh",
                                        "-c",
                                        "i=0; while :; do i=$((i+1)); [ $((i%5000)) = 0 ] && sleep 0.1; done"),
                        "resources", Map.of("limits", Map.of("cpu", "200m", "memory", "64Mi")),
                        "containerID",
                                "containerd://7d81f79eaf32bf685c9c953186752b5d8a90f786eb4360a17a5ab3fa50c2669b"));
    }

    @Test
    void whoOwnsAPodIsTold() {
        // Given
        PodResponse pod = Fixtures.pod("v1.36-mirror-of-static-pod");

        // When
        Map<String, Object> metadata = PodCloudMetadata.of(pod);

        // Then
        assertThat(metadata)
                .containsEntry(
                        "ownerReferences",
                        List.of(Map.of(
                                "kind", "Node", "name", "testnode", "uid", "68f292f9-3ec4-4c8a-b49d-7277965e5492")));
    }

    @Test
    void everyFieldOfAContainerIsToldAndNothingElse() {
        // Given
        PodResponse pod = Fixtures.parsedPod("""
                {"spec": {"containers": [{"name": "web", "image": "nginx", "command": ["nginx"], "args": ["-g", "x"],
                                          "env": [{"name": "SECRET", "value": "hunter2"}], "workingDir": "/",
                                          "resources": {"limits": {"cpu": "1"}, "requests": {"cpu": "500m"}},
                                          "ports": [{"containerPort": 80, "hostPort": 8080, "name": "http",
                                                     "protocol": "TCP", "hostIP": "10.0.0.2"},
                                                    {"containerPort": 443}]}]},
                 "status": {"containerStatuses": [{"name": "web", "containerID": "containerd://1", "image": "x"}]}}
                """);

        // When
        Map<String, Object> metadata = PodCloudMetadata.of(pod);

        // Then
        assertThat(metadata).containsOnlyKeys("hostNetwork", "containers").containsEntry("hostNetwork", false);
        assertThat(containers(metadata))
                .containsExactly(Map.of(
                        "name", "web",
                        "image", "nginx",
                        "command", List.of("nginx"),
                        "args", List.of("-g", "x"),
                        "resources", Map.of("limits", Map.of("cpu", "1")),
                        "ports",
                                List.of(
                                        Map.of(
                                                "containerport", 80,
                                                "hostport", 8080,
                                                "name", "http",
                                                "protocol", "TCP",
                                                "hostip", "10.0.0.2"),
                                        Map.of("containerport", 443)),
                        "containerID", "containerd://1"));
    }

    @Test
    void nativeSidecarsAreToldAndOrdinaryInitContainersAreNot() {
        // Given
        PodResponse pod = Fixtures.parsedPod("""
                {"spec": {"containers": [{"name": "app"}],
                          "initContainers": [{"name": "setup"}, {"name": "proxy", "restartPolicy": "Always"}]},
                 "status": {"initContainerStatuses": [{"name": "setup", "containerID": "containerd://1"},
                                                      {"name": "proxy", "containerID": "containerd://2"}]}}
                """);

        // When
        Map<String, Object> metadata = PodCloudMetadata.of(pod);

        // Then
        assertThat(containers(metadata))
                .containsExactly(Map.of("name", "app"), Map.of("name", "proxy", "containerID", "containerd://2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"metadata\": {}, \"status\": {}}",
                "{\"metadata\": {\"labels\": {}, \"ownerReferences\": []}, \"status\": {\"conditions\": []}}",
                "{\"metadata\": {\"labels\": null, \"ownerReferences\": null}, \"status\": {\"conditions\": null}}",
                "{\"metadata\": 5, \"spec\": \"none\", \"status\": []}"
            })
    void whatIsNotKnownIsAbsent(String pod) {
        assertThat(PodCloudMetadata.of(Fixtures.parsedPod(pod))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"spec\": {\"containers\": [{\"name\": \"app\"}]}}",
                "{\"spec\": {\"containers\": [{\"name\": \"app\", \"resources\": {\"limits\": {}}}]}, \"status\": {}}",
                "{\"spec\": {\"containers\": [{\"name\": \"app\", \"resources\": {}, \"ports\": [null],"
                        + " \"command\": [null], \"args\": null}]}, \"status\": {\"containerStatuses\": [null]}}"
            })
    void whatIsNotKnownOfAContainerIsAbsent(String pod) {
        // When
        Map<String, Object> metadata = PodCloudMetadata.of(Fixtures.parsedPod(pod));

        // Then
        assertThat(metadata).isEqualTo(Map.of("hostNetwork", false, "containers", List.of(Map.of("name", "app"))));
    }

    @Test
    void theFieldsComeInTheOrderOfThePods() {
        // Given
        PodResponse pod = Fixtures.pod("v1.36-host-network-pod");

        // When
        Map<String, Object> metadata = PodCloudMetadata.of(pod);

        // Then
        assertThat(metadata.keySet())
                .containsSubsequence("namespace", "name", "uid", "labels", "nodeName", "containers", "phase", "podIP");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> containers(Map<String, Object> metadata) {
        return (List<Map<String, Object>>) metadata.get("containers");
    }
}
