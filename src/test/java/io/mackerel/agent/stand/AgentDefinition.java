package io.mackerel.agent.stand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a task definition says of the agent.
 *
 * @param networkMode as Docker takes it
 * @param cgroupParent that of the task
 * @param mounts of folders and sockets of this machine, read-only, by their paths in the container
 * @param group of its user: a task definition gives it one, and no others beside it
 */
record AgentDefinition(
        String networkMode, String cgroupParent, Map<String, Path> mounts, int group, Map<String, String> environment) {
    static final String SOCKET = "/var/run/docker.sock";
    static final String API_KEY = "api-key-of-the-stand";

    /** What the README advises for 128 MiB. */
    private static final String JAVA_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+UseCompactObjectHeaders"
            + " -Xmx32m -Xss256k -XX:ReservedCodeCacheSize=24m";

    AgentDefinition {
        mounts = Map.copyOf(mounts);
        environment = Map.copyOf(environment);
    }

    /** With Docker's socket, the group that may use it, and the cgroups, as the agent wants them. */
    static AgentDefinition of(String networkMode, String cgroupParent, Path socket) {
        var environment = Map.of(
                "AWS_EXECUTION_ENV", "AWS_ECS_EC2",
                "JDK_JAVA_OPTIONS", JAVA_OPTIONS,
                "MACKEREL_APIKEY", API_KEY,
                "MACKEREL_CONTAINER_PLATFORM", "ecs",
                "MACKEREL_ECS_SOURCE", "introspection",
                "MACKEREL_METRICS_INTERVAL", "10s");
        var cgroups = Path.of("/sys/fs/cgroup");
        var mounts = Map.of(SOCKET, socket, "/host/sys/fs/cgroup", cgroups);
        return new AgentDefinition(networkMode, cgroupParent, mounts, groupOf(socket), environment);
    }

    AgentDefinition withoutMount(String inside) {
        var fewer = new TreeMap<>(mounts);
        fewer.remove(inside);
        return new AgentDefinition(networkMode, cgroupParent, fewer, group, environment);
    }

    AgentDefinition withMount(String inside, Path outside) {
        var more = new TreeMap<>(mounts);
        more.put(inside, outside);
        return new AgentDefinition(networkMode, cgroupParent, more, group, environment);
    }

    AgentDefinition withGroup(int group) {
        return new AgentDefinition(networkMode, cgroupParent, mounts, group, environment);
    }

    AgentDefinition withEnvironment(Map<String, String> additional) {
        var more = new TreeMap<>(environment);
        more.putAll(additional);
        return new AgentDefinition(networkMode, cgroupParent, mounts, group, more);
    }

    static int groupOf(Path file) {
        try {
            return (int) Files.getAttribute(file, "unix:gid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
