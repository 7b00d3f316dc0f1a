package io.mackerel.agent.stand;

import java.util.Map;

/** Where a task may find itself on an EC2 instance. */
enum EcsSituation {
    V4_BRIDGE(MetadataVersion.V4, "bridge") {
        @Override
        EcsTask task(Map<String, String> containerIds) {
            return EcsTask.unlimited(containerIds);
        }
    },
    V4_HOST_NETWORK_AND_TASK_LIMITS(MetadataVersion.V4, "host") {
        @Override
        EcsTask task(Map<String, String> containerIds) {
            return EcsTask.limited(1.5, 512, containerIds);
        }
    },
    V3_BRIDGE(MetadataVersion.V3, "bridge") {
        @Override
        EcsTask task(Map<String, String> containerIds) {
            return EcsTask.unlimited(containerIds);
        }
    };

    private final MetadataVersion version;
    private final String networkMode;

    EcsSituation(MetadataVersion version, String networkMode) {
        this.version = version;
        this.networkMode = networkMode;
    }

    abstract EcsTask task(Map<String, String> containerIds);

    MetadataVersion version() {
        return version;
    }

    String networkMode() {
        return networkMode;
    }

    boolean isBridge() {
        return networkMode.equals("bridge");
    }
}
