package io.mackerel.agent.taskdefinitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What each launch type asks of a task definition and does not take, by the developer guide of Amazon ECS. */
final class LaunchTypeRules {
    private static final Map<String, Set<String>> NETWORK_MODES = Map.of(
            "FARGATE", Set.of("awsvpc"),
            "MANAGED_INSTANCES", Set.of("awsvpc", "host"),
            "EC2", Set.of("bridge", "host", "awsvpc", "none"),
            "EXTERNAL", Set.of("bridge", "host", "none"));
    private static final Map<String, Set<String>> REFUSED = Map.of(
            "FARGATE",
            Set.of(
                    "devices",
                    "disableNetworking",
                    "dnsSearchDomains",
                    "dnsServers",
                    "dockerSecurityOptions",
                    "dockerVolumeConfiguration",
                    "extraHosts",
                    "inferenceAccelerators",
                    "ipcMode",
                    "links",
                    "maxSwap",
                    "placementConstraints",
                    "privileged",
                    "sharedMemorySize",
                    "sourcePath",
                    "swappiness",
                    "tmpfs"),
            "MANAGED_INSTANCES",
            Set.of(
                    "disableNetworking",
                    "dnsSearchDomains",
                    "dnsServers",
                    "dockerLabels",
                    "dockerSecurityOptions",
                    "dockerVolumeConfiguration",
                    "ephemeralStorage",
                    "extraHosts",
                    "hostname",
                    "inferenceAccelerators",
                    "ipcMode",
                    "links",
                    "maxSwap",
                    "proxyConfiguration",
                    "sharedMemorySize",
                    "sourcePath",
                    "swappiness",
                    "tmpfs"),
            "EC2",
            Set.of("ephemeralStorage"),
            "EXTERNAL",
            Set.of("efsVolumeConfiguration", "ephemeralStorage", "inferenceAccelerators", "proxyConfiguration"));

    private LaunchTypeRules() {}

    /** Each rule that is broken, as a sentence; a launch type that is unknown breaks one too. */
    static List<String> broken(TaskDefinition task) {
        var broken = new ArrayList<String>();
        var launchType = task.launchType();
        if (!NETWORK_MODES.getOrDefault(launchType, Set.of()).contains(task.text("networkMode"))) {
            broken.add("networkMode " + task.text("networkMode") + " is not of " + launchType);
        }
        REFUSED.getOrDefault(launchType, Set.of()).stream()
                .filter(field -> task.document().findParent(field) != null)
                .sorted()
                .forEach(field -> broken.add(launchType + " does not take " + field));
        if (needsExecutionRole(task) && task.text("executionRoleArn").isEmpty()) {
            broken.add("secrets and awslogs need an executionRoleArn");
        }
        memory(task, broken);
        return broken;
    }

    private static boolean needsExecutionRole(TaskDefinition task) {
        return task.document().findParent("secrets") != null
                || task.containers()
                        .map(container -> container.at("/logConfiguration/logDriver"))
                        .anyMatch(driver -> driver.asText().equals("awslogs"));
    }

    private static void memory(TaskDefinition task, List<String> broken) {
        var ofTask = task.document().path("memory");
        if (task.launchType().equals("FARGATE")) {
            var cpu = task.document().path("cpu").asInt();
            if (!memoryOnFargate(cpu).contains(ofTask.asInt())) {
                broken.add("Fargate has no memory " + ofTask + " with cpu " + cpu);
            }
        }
        if (ofTask.isMissingNode() && !task.containers().allMatch(LaunchTypeRules::hasMemory)) {
            broken.add("without memory of the task each container needs its own");
        }
        var together = task.containers()
                .mapToInt(container -> container.path("memory").asInt())
                .sum();
        if (!ofTask.isMissingNode() && together > ofTask.asInt()) {
            broken.add("the containers' memory of " + together + " is more than the task's");
        }
    }

    private static boolean hasMemory(JsonNode container) {
        return container.has("memory") || container.has("memoryReservation");
    }

    /** In MiB, for CPU units. */
    private static List<Integer> memoryOnFargate(int cpu) {
        return switch (cpu) {
            case 256 -> List.of(512, 1024, 2048);
            case 512 -> gibibytes(1, 4, 1);
            case 1024 -> gibibytes(2, 8, 1);
            case 2048 -> gibibytes(4, 16, 1);
            case 4096 -> gibibytes(8, 30, 1);
            case 8192 -> gibibytes(16, 60, 4);
            case 16384 -> gibibytes(32, 120, 8);
            default -> List.of();
        };
    }

    private static List<Integer> gibibytes(int least, int most, int step) {
        return IntStream.iterate(least, size -> size <= most, size -> size + step)
                .mapToObj(size -> size * 1024)
                .toList();
    }
}
