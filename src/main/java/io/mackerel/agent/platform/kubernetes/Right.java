package io.mackerel.agent.platform.kubernetes;

import org.jspecify.annotations.Nullable;

/** What the agent may want to be allowed: to {@code get} a resource of the core API group, and nothing else. */
enum Right {
    GET_PODS("pods", null),
    GET_NODES_STATS("nodes", "stats"),
    GET_NODES_PODS("nodes", "pods"),
    GET_NODES_PROXY("nodes", "proxy");

    private final String kind;
    private final @Nullable String part;

    Right(String kind, @Nullable String part) {
        this.kind = kind;
        this.part = part;
    }

    /** As a rule of a role names it: {@code pods}, {@code nodes/stats}. */
    String resource() {
        return part == null ? kind : kind + "/" + part;
    }

    /** Whether it is granted for one namespace; the others count for the whole cluster. */
    boolean isNamespaced() {
        return this == GET_PODS;
    }

    /** What the API server is asked. */
    AccessReviewRequest question(String namespace, String podName, @Nullable String nodeName) {
        return isNamespaced()
                ? AccessReviewRequest.get(kind, part, namespace, podName)
                : AccessReviewRequest.get(kind, part, null, nodeName);
    }

    @Override
    public String toString() {
        return "get " + resource();
    }
}
