package io.mackerel.agent.stand;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The cluster that {@code .ci/kubernetes.sh} started: one node, and the pod {@code team-a/demo} on it. */
final class KubernetesStand {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> settings;

    private KubernetesStand(Map<String, String> settings) {
        this.settings = settings;
    }

    /** Aborts the test when there is none, or fails it when the environment says {@code REQUIRE_KUBERNETES=true}. */
    static KubernetesStand orSkip() {
        var file = System.getenv("KUBERNETES_STAND");
        if (file == null) {
            var reason = "no cluster, KUBERNETES_STAND is not set";
            if ("true".equals(System.getenv("REQUIRE_KUBERNETES"))) {
                Assertions.fail(reason);
            }
            System.err.println("SKIPPED: " + reason + " (eval \"$(.ci/kubernetes.sh up)\" starts one)");
            Assumptions.abort(reason);
        }
        try (var lines = Files.lines(Path.of(file))) {
            return new KubernetesStand(lines.map(line -> line.split("=", 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy, so that a test may change it, of the files that a pod of this account has. */
    Path serviceAccount(String account, Path directory) {
        var files = Path.of(settings.get("SERVICEACCOUNTS"), account);
        try {
            for (var name : List.of("token", "ca.crt")) {
                Files.copy(files.resolve(name), directory.resolve(name));
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an agent in the pod would find in its environment. */
    Map<String, String> environment(Path serviceAccount) {
        var environment = new HashMap<String, String>();
        environment.put("MACKEREL_CONTAINER_PLATFORM", "kubernetes");
        environment.put("KUBERNETES_SERVICE_HOST", settings.get("KUBERNETES_SERVICE_HOST"));
        environment.put("KUBERNETES_SERVICE_PORT", settings.get("KUBERNETES_SERVICE_PORT"));
        environment.put("MACKEREL_KUBERNETES_KUBELET_HOST", settings.get("KUBELET_HOST"));
        environment.put("MACKEREL_KUBERNETES_KUBELET_PORT", settings.get("KUBELET_PORT"));
        environment.put("MACKEREL_KUBERNETES_NAMESPACE", settings.get("NAMESPACE"));
        environment.put("MACKEREL_KUBERNETES_POD_NAME", settings.get("POD_NAME"));
        environment.put("MACKEREL_KUBERNETES_SERVICEACCOUNT_DIR", serviceAccount.toString());
        return environment;
    }

    String readOnlyPort() {
        return settings.get("KUBELET_READ_ONLY_PORT");
    }

    /** The pod as the API server has it. */
    JsonNode pod() {
        try {
            return JSON.readTree(run(
                    "",
                    "kubectl",
                    "-n",
                    settings.get("NAMESPACE"),
                    "get",
                    "pod",
                    settings.get("POD_NAME"),
                    "-o",
                    "json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cgroup of a container of the pod. */
    Cgroup cgroup(JsonNode pod, String container) {
        for (var status : pod.at("/status/containerStatuses")) {
            if (status.path("name").asText().equals(container)) {
                var id = status.path("containerID").asText().replaceFirst("containerd://", "");
                return Cgroup.ofProcess(Path.of("/proc"), processOf(id), Path.of("/sys/fs/cgroup"));
            }
        }
        throw new IllegalArgumentException("no container " + container + " in " + pod);
    }

    /** A new token of the service account {@code agent-<account>}. */
    String token(String account) {
        return run("", "token", account).strip();
    }

    void apply(String yaml) {
        run(yaml, "kubectl", "apply", "-f", "-");
    }

    void delete(String yaml) {
        run(yaml, "kubectl", "delete", "--ignore-not-found", "-f", "-");
    }

    private static long processOf(String containerId) {
        try (var processes = ProcessHandle.allProcesses()) {
            return processes
                    .mapToLong(ProcessHandle::pid)
                    .filter(pid -> isIn(pid, containerId))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no process of the container " + containerId));
        }
    }

    private static boolean isIn(long pid, String containerId) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cgroup"))
                    .contains(containerId);
        } catch (IOException ended) {
            return false;
        }
    }

    private String run(String input, String... arguments) {
        var command = Stream.concat(Stream.of(settings.get("SCRIPT")), Stream.of(arguments))
                .toList();
        try {
            var log = Files.createTempFile("kubernetes", ".log");
            var process =
                    new ProcessBuilder(command).redirectError(log.toFile()).start();
            try (var out = process.getOutputStream()) {
                out.write(input.getBytes(UTF_8));
            }
            var output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(command + " failed: " + output + Files.readString(log));
            }
            Files.delete(log);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
