package io.mackerel.agent.platform.kubernetes;

/** The answers that list all pods of a node. */
enum PodListing {
    STATS_SUMMARY("pods", "podRef"),
    PODS("items", "metadata");

    private final String list;
    private final String reference;

    /**
     * @param list the field of the answer that holds the pods
     * @param reference the field of a pod that holds its name, namespace and uid
     */
    PodListing(String list, String reference) {
        this.list = list;
        this.reference = reference;
    }

    String list() {
        return list;
    }

    String reference() {
        return reference;
    }
}
