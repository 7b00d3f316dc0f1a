package io.mackerel.agent.stand;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What the ECS agent knows of a task and Docker does not.
 *
 * @param id the last part of its ARN
 * @param cpus its limit in vCPU
 * @param memoryMebibytes its limit in MiB
 * @param containerIds Docker id by container name
 */
record EcsTask(String id, OptionalDouble cpus, OptionalLong memoryMebibytes, Map<String, String> containerIds) {
    static final String CLUSTER = "stand";

    private static final String ARN = "arn:aws:ecs:ap-northeast-1:123456789012:";

    /** Of the instance that it runs on. */
    static final String INSTANCE_ARN = ARN + "container-instance/" + CLUSTER + "/4d2ca0c1bb4b4e3a9b1c5f0a2f6e7d80";

    EcsTask {
        containerIds = Map.copyOf(containerIds);
    }

    /** Without limits of its own, as tasks on EC2 may be. */
    static EcsTask unlimited(Map<String, String> containerIds) {
        return new EcsTask(newId(), OptionalDouble.empty(), OptionalLong.empty(), containerIds);
    }

    static EcsTask limited(double cpus, long memoryMebibytes, Map<String, String> containerIds) {
        return new EcsTask(newId(), OptionalDouble.of(cpus), OptionalLong.of(memoryMebibytes), containerIds);
    }

    /** The same task, now that its containers are there. */
    EcsTask with(Map<String, String> containerIds) {
        return new EcsTask(id, cpus, memoryMebibytes, containerIds);
    }

    String arn() {
        return ARN + "task/" + CLUSTER + "/" + id;
    }

    String containerArn(String name) {
        var containerId = UUID.nameUUIDFromBytes((id + name).getBytes(UTF_8));
        return ARN + "container/" + CLUSTER + "/" + id + "/" + containerId;
    }

    List<String> containerNames() {
        return containerIds.keySet().stream().sorted().toList();
    }

    private static String newId() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
