package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.host.Cloud;
import io.mackerel.agent.host.CustomIdentifier;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;
import org.jspecify.annotations.Nullable;

/** What a task is called in Mackerel. Pure. */
final class EcsWorkload {
    private final @Nullable String executionEnvironment;

    /**
     * @param executionEnvironment the value of {@code AWS_EXECUTION_ENV}, for endpoints that name no launch type
     */
    EcsWorkload(@Nullable String executionEnvironment) {
        this.executionEnvironment = executionEnvironment;
    }

    /**
     * @throws PlatformException when the task has no ARN, so that nothing tells it from others
     */
    Workload of(TaskResponse task) throws PlatformException {
        String taskId = taskId(task.taskArn());
        if (taskId.isEmpty()) {
            throw new PlatformException("the task metadata has no TaskARN", null);
        }
        return new Workload(
                taskId,
                new CustomIdentifier(taskId + ".ecs"),
                new Cloud(provider(task.launchType()), EcsCloudMetadata.of(taskId, task)));
    }

    /** The last part of the ARN; empty when there is none. */
    static String taskId(@Nullable String arn) {
        return arn == null ? "" : arn.substring(arn.lastIndexOf('/') + 1).strip();
    }

    private String provider(@Nullable String launchType) {
        return switch (launchType) {
            case "EC2" -> "ecs";
            case "FARGATE" -> "fargate";
            case "MANAGED_INSTANCES" -> "ecs-managed";
            case "EXTERNAL" -> "ecs-anywhere";
            case null -> providerByEnvironment();
            default -> providerByEnvironment();
        };
    }

    private String providerByEnvironment() {
        return switch (executionEnvironment) {
            case "AWS_ECS_FARGATE" -> "fargate";
            case "AWS_ECS_MANAGED_INSTANCES" -> "ecs-managed";
            case "" -> "ecs-anywhere";
            case null -> "ecs-anywhere";
            default -> "ecs";
        };
    }
}
