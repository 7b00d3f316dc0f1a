package io.mackerel.agent.stand;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** What the ECS agent on an EC2 instance makes of Docker's answers: the bodies of {@code /task} and {@code /task/stats}. */
final class EcsTranslation {
    private static final long MEBIBYTE = 1024 * 1024;
    private static final long LEAST_CPU_SHARES = 2;
    private static final String NEVER = "0001-01-01T00:00:00Z";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final EcsTask task;
    private final MetadataVersion version;

    EcsTranslation(EcsTask task, MetadataVersion version) {
        this.task = task;
        this.version = version;
    }

    /**
     * The task's metadata, from Docker's inspect answers by container name. Empty when it cannot be told yet: before
     * version 4 every container must have been on a network.
     */
    Optional<ObjectNode> task(Map<String, JsonNode> inspected) {
        if (version == MetadataVersion.V3 && !inspected.values().stream().allMatch(EcsTranslation::hasStarted)) {
            return Optional.empty();
        }
        var body = JSON.objectNode();
        body.put("Cluster", EcsTask.CLUSTER);
        body.put("TaskARN", task.arn());
        body.put("Family", "stand");
        body.put("Revision", "1");
        body.put("DesiredStatus", "RUNNING");
        body.put("KnownStatus", taskStatus(inspected));
        addTaskLimits(body);
        body.put("AvailabilityZone", "ap-northeast-1a");
        if (version == MetadataVersion.V4) {
            body.put("LaunchType", "EC2");
        }
        var containers = body.putArray("Containers");
        task.containerNames().forEach(name -> containers.add(container(name, inspected.get(name))));
        if (version == MetadataVersion.V4) {
            body.put("VPCID", "vpc-0123456789abcdef0");
            body.put("FaultInjectionEnabled", false);
        }
        return Optional.of(body);
    }

    /** The stats of all containers by Docker id, from the last sample of those, by name, that have one. */
    ObjectNode stats(Map<String, StatsSample> samples) {
        var body = JSON.objectNode();
        task.containerNames().forEach(name -> body.set(task.containerIds().get(name), stats(samples.get(name))));
        return body;
    }

    private JsonNode stats(StatsSample sample) {
        if (version == MetadataVersion.V3) {
            return sample == null ? JSON.nullNode() : sample.docker();
        }
        return sample == null ? JSON.objectNode() : withNetworkRates(sample);
    }

    private static JsonNode withNetworkRates(StatsSample sample) {
        var body = sample.docker().<ObjectNode>deepCopy();
        if (sample.hasNetworks()) {
            body.putObject("network_rate_stats")
                    .put("rx_bytes_per_sec", sample.networkRate("rx_bytes"))
                    .put("tx_bytes_per_sec", sample.networkRate("tx_bytes"));
        }
        return body;
    }

    /** vCPU and MiB; absent when the task has none. */
    private void addTaskLimits(ObjectNode body) {
        if (task.cpus().isPresent() || task.memoryMebibytes().isPresent()) {
            var limits = body.putObject("Limits");
            task.cpus().ifPresent(cpus -> limits.put("CPU", cpus));
            task.memoryMebibytes().ifPresent(memory -> limits.put("Memory", memory));
        }
    }

    private ObjectNode container(String name, JsonNode inspected) {
        var body = JSON.objectNode();
        body.put("DockerId", inspected.path("Id").textValue());
        body.put("Name", name);
        body.put("DockerName", inspected.path("Name").textValue().substring(1));
        body.put("Image", inspected.path("Config").path("Image").textValue());
        body.put("ImageID", inspected.path("Image").textValue());
        body.set("Labels", inspected.path("Config").path("Labels"));
        body.put("DesiredStatus", "RUNNING");
        addState(body, inspected);
        body.set("Limits", containerLimits(inspected.path("HostConfig")));
        body.put("Type", "NORMAL");
        if (version == MetadataVersion.V4) {
            addFieldsOfVersion4(body, name, inspected);
        }
        if (hasStarted(inspected)) {
            addNetworks(body, inspected.path("NetworkSettings").path("Networks"));
        }
        return body;
    }

    private static void addState(ObjectNode body, JsonNode inspected) {
        var state = inspected.path("State");
        body.put("KnownStatus", containerStatus(inspected));
        if (containerStatus(inspected).equals("STOPPED")) {
            body.set("ExitCode", state.path("ExitCode"));
        }
        body.set("CreatedAt", inspected.path("Created"));
        addUnlessNever(body, "StartedAt", state.path("StartedAt"));
        addUnlessNever(body, "FinishedAt", state.path("FinishedAt"));
    }

    /** CPU shares, not vCPU as the task's, and MiB, 0 for no limit. */
    private static ObjectNode containerLimits(JsonNode hostConfig) {
        return JSON.objectNode()
                .put(
                        "CPU",
                        Math.max(LEAST_CPU_SHARES, hostConfig.path("CpuShares").longValue()))
                .put("Memory", hostConfig.path("Memory").longValue() / MEBIBYTE);
    }

    private void addFieldsOfVersion4(ObjectNode body, String name, JsonNode inspected) {
        var log = inspected.path("HostConfig").path("LogConfig");
        body.set("LogDriver", log.path("Type"));
        if (!log.path("Config").isEmpty()) {
            body.set("LogOptions", log.path("Config"));
        }
        body.put("ContainerARN", task.containerArn(name));
    }

    /** The mode is the name of Docker's network; on the host's network the address is there and empty. */
    private static void addNetworks(ObjectNode body, JsonNode networks) {
        var translated = body.putArray("Networks");
        networks.properties().forEach(network -> {
            var address = network.getValue().path("IPAddress").asText("");
            translated
                    .addObject()
                    .put("NetworkMode", network.getKey())
                    .putArray("IPv4Addresses")
                    .add(address);
        });
    }

    /** Of all containers together: CREATED, RUNNING or STOPPED. */
    static String taskStatus(Map<String, JsonNode> inspected) {
        var statuses = inspected.values().stream()
                .map(EcsTranslation::containerStatus)
                .distinct()
                .toList();
        return statuses.contains("CREATED") ? "CREATED" : statuses.contains("RUNNING") ? "RUNNING" : "STOPPED";
    }

    private static String containerStatus(JsonNode inspected) {
        return switch (inspected.path("State").path("Status").asText()) {
            case "created" -> "CREATED";
            case "exited", "dead", "removing" -> "STOPPED";
            default -> "RUNNING";
        };
    }

    private static boolean hasStarted(JsonNode inspected) {
        return !inspected.path("State").path("StartedAt").asText().equals(NEVER);
    }

    static void addUnlessNever(ObjectNode body, String field, JsonNode time) {
        if (!time.asText().equals(NEVER)) {
            body.set(field, time);
        }
    }
}
