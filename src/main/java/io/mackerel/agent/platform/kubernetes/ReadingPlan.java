package io.mackerel.agent.platform.kubernetes;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where to read, the cheapest first, of what the account may. Pure.
 *
 * @param permissions those of the account; all denied without one
 * @param apiServer whether the API server's address is known
 * @param ownKubelet whether the pod can reach its kubelet, which on EKS Fargate it cannot
 * @param readOnlyPort as it was set: 0 excludes it, null leaves it to whether one answers
 */
record ReadingPlan(
        Permissions permissions,
        boolean apiServer,
        boolean ownKubelet,
        @Nullable Integer readOnlyPort) {

    /** One object from the API server, else the kubelet's list of all pods. */
    List<Origin> ofPod() {
        List<Origin> origins = new ArrayList<>();
        if (apiServer && permissions.isNotDenied(Right.GET_PODS)) {
            origins.add(Origin.API_SERVER);
        }
        if (ownKubelet
                && (permissions.isNotDenied(Right.GET_NODES_PODS) || permissions.isNotDenied(Right.GET_NODES_PROXY))) {
            origins.add(Origin.KUBELET);
        }
        if (mayHaveReadOnlyPort()) {
            origins.add(Origin.READ_ONLY_PORT);
        }
        return origins;
    }

    /** A read-only port that was set comes first, as whoever set it expects. */
    List<Origin> ofStats() {
        List<Origin> origins = new ArrayList<>();
        if (mayHaveReadOnlyPort() && isReadOnlyPortSet()) {
            origins.add(Origin.READ_ONLY_PORT);
        }
        if (ownKubelet && permissions.isNotDenied(Right.GET_NODES_STATS)) {
            origins.add(Origin.KUBELET);
        }
        if (mayHaveReadOnlyPort() && !isReadOnlyPortSet()) {
            origins.add(Origin.READ_ONLY_PORT);
        }
        if (apiServer && permissions.isNotDenied(Right.GET_NODES_PROXY)) {
            origins.add(Origin.NODE_PROXY);
        }
        return origins;
    }

    boolean isReadOnlyPortSet() {
        return readOnlyPort != null && readOnlyPort > 0;
    }

    /** Whether {@code nodes/proxy} is granted, and not what makes the chosen ways work. */
    boolean isNodeProxyNeedless(Origin ofPod, Origin ofStats) {
        boolean needed = ofStats == Origin.NODE_PROXY
                || (ofPod == Origin.KUBELET && !permissions.isAllowed(Right.GET_NODES_PODS));
        return permissions.isAllowed(Right.GET_NODES_PROXY) && !needed;
    }

    private boolean mayHaveReadOnlyPort() {
        return ownKubelet && (readOnlyPort == null || readOnlyPort > 0);
    }
}
