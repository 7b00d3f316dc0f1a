package io.mackerel.agent.platform.kubernetes;

/** Where the pod or its statistics are read. */
enum Origin {
    API_SERVER("api-server"),
    KUBELET("kubelet"),
    READ_ONLY_PORT("read-only-port"),
    NODE_PROXY("node-proxy");

    private final String word;

    Origin(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
