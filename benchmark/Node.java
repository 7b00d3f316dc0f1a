import java.util.Map;

/**
 * A node with so many pods, of which one is the agent's: two thirds down the kubelet's list. One node serves one agent,
 * since the next answer is always a second ahead of the last.
 */
record Node(Cluster cluster, PodIdentity own, Kubelet kubelet, ApiServer apiServer) implements Workload {
    static final String NAME = "node-1";

    private static final String LOOPBACK = "127.0.0.1";

    static Node of(Cluster cluster, int pods) {
        PodIdentity own = PodIdentity.of(2 * pods / 3);
        return new Node(cluster, own, new Kubelet(pods), new ApiServer(cluster.tls(), own));
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "MACKEREL_CONTAINER_PLATFORM",
                "kubernetes",
                "KUBERNETES_SERVICE_HOST",
                LOOPBACK,
                "KUBERNETES_SERVICE_PORT",
                Integer.toString(apiServer.port()),
                "MACKEREL_KUBERNETES_NAMESPACE",
                PodIdentity.NAMESPACE,
                "MACKEREL_KUBERNETES_POD_NAME",
                own.name(),
                "MACKEREL_KUBERNETES_NODE_NAME",
                NAME,
                "MACKEREL_KUBERNETES_KUBELET_HOST",
                LOOPBACK,
                "MACKEREL_KUBERNETES_KUBELET_READ_ONLY_PORT",
                Integer.toString(kubelet.port()),
                "MACKEREL_KUBERNETES_SERVICEACCOUNT_DIR",
                cluster.serviceAccount().toString());
    }

    @Override
    public void close() {
        kubelet.close();
        apiServer.close();
    }
}
