package io.mackerel.agent.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What {@code /task} of the Task Metadata Endpoint v4 says of a Fargate task, as far as an agent reads it. Pure. */
final class TaskMetadata {
    private static final int LEAST_CPU_SHARES = 2;

    private TaskMetadata() {}

    static JsonObject of(TaskReading reading) {
        TaskIdentity task = reading.task();
        JsonObject json = new JsonObject()
                .put("Cluster", task.clusterArn())
                .put("TaskARN", task.taskArn())
                .put("Family", TaskIdentity.FAMILY)
                .put("Revision", TaskIdentity.REVISION)
                .put("DesiredStatus", "RUNNING")
                .put("KnownStatus", reading.running() ? "RUNNING" : "PENDING")
                .put("Limits", new JsonObject().put("CPU", task.vcpu()).put("Memory", task.memoryMib()))
                .put("PullStartedAt", reading.startedAt().minusSeconds(9).toString())
                .put("PullStoppedAt", reading.startedAt().minusSeconds(2).toString())
                .put("AvailabilityZone", TaskIdentity.REGION + "a")
                .put("LaunchType", "FARGATE");
        JsonArray containers = new JsonArray();
        reading.containers().forEach(container -> containers.add(container(task, container)));
        return json.put("Containers", containers);
    }

    private static JsonObject container(TaskIdentity task, ContainerReading container) {
        JsonObject json = new JsonObject()
                .put("DockerId", container.running() ? container.dockerId() : "")
                .put("Name", container.name())
                .put("DockerName", container.running() ? container.name() : "")
                .put("Image", task.registry() + "/" + container.workload().image())
                .put("ImageID", "sha256:" + task.taskId() + task.taskId())
                .put("Labels", labels(task, container))
                .put("DesiredStatus", "RUNNING")
                .put("KnownStatus", container.running() ? "RUNNING" : "PULLED")
                .put("Limits", limits(container))
                .put("Type", "NORMAL");
        return container.running() ? json.mergeIn(whenRunning(task, container)) : json;
    }

    private static JsonObject labels(TaskIdentity task, ContainerReading container) {
        String prefix = "com.amazonaws.ecs.";
        return new JsonObject()
                .put(prefix + "cluster", task.clusterArn())
                .put(prefix + "container-name", container.name())
                .put(prefix + "task-arn", task.taskArn())
                .put(prefix + "task-definition-family", TaskIdentity.FAMILY)
                .put(prefix + "task-definition-version", TaskIdentity.REVISION);
    }

    private static JsonObject limits(ContainerReading container) {
        JsonObject limits = new JsonObject().put("CPU", LEAST_CPU_SHARES);
        int memory = container.workload().memoryLimitMib();
        return memory > 0 ? limits.put("Memory", memory) : limits;
    }

    private static JsonObject whenRunning(TaskIdentity task, ContainerReading container) {
        return new JsonObject()
                .put("CreatedAt", container.startedAt().toString())
                .put("StartedAt", container.startedAt().toString())
                .put("LogDriver", "awslogs")
                .put("ContainerARN", task.containerArn(container.dockerId()))
                .put("Networks", new JsonArray().add(network()))
                .put("Snapshotter", "overlayfs");
    }

    private static JsonObject network() {
        return new JsonObject()
                .put("NetworkMode", "awsvpc")
                .put("IPv4Addresses", new JsonArray().add("10.0.2.106"))
                .put("AttachmentIndex", 0)
                .put("MACAddress", "0a:de:f6:10:51:e5")
                .put("IPv4SubnetCIDRBlock", "10.0.2.0/24")
                .put("DomainNameServers", new JsonArray().add("10.0.0.2"))
                .put("DomainNameSearchList", new JsonArray().add(TaskIdentity.REGION + ".compute.internal"))
                .put("PrivateDNSName", "ip-10-0-2-106." + TaskIdentity.REGION + ".compute.internal")
                .put("SubnetGatewayIpv4Address", "10.0.2.1/24");
    }
}
