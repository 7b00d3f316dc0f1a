package io.mackerel.agent.stand;

import java.util.Map;

/** Where a task without a metadata endpoint may find itself on an EC2 instance. */
enum IntrospectionSituation {
    BRIDGE("bridge") {
        @Override
        EcsTask task() {
            return EcsTask.unlimited(Map.of());
        }
    },
    HOST_NETWORK_AND_TASK_LIMITS("host") {
        @Override
        EcsTask task() {
            return EcsTask.limited(1.5, 512, Map.of());
        }
    };

    private final String networkMode;

    IntrospectionSituation(String networkMode) {
        this.networkMode = networkMode;
    }

    /** A new one, without containers yet. */
    abstract EcsTask task();

    String networkMode() {
        return networkMode;
    }

    boolean isBridge() {
        return networkMode.equals("bridge");
    }
}
