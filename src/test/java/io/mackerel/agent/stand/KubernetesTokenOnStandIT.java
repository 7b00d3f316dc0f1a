package io.mackerel.agent.stand;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent beside a real kubelet that takes its token no longer. */
class KubernetesTokenOnStandIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String MEMORY = "container.memory.idle.usage";
    private static final String FAILURE = "collecting metrics failed";

    private static final String ACCOUNT = "passing";
    private static final String SERVICE_ACCOUNT = """
            ---
            {apiVersion: v1, kind: ServiceAccount, metadata: {name: agent-passing, namespace: team-a}}
            """;
    private static final String RIGHTS = """
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: agent-passing, namespace: team-a}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ns}
            subjects: [{kind: ServiceAccount, name: agent-passing, namespace: team-a}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: agent-passing}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: stats}
            subjects: [{kind: ServiceAccount, name: agent-passing, namespace: team-a}]
            """;

    @TempDir
    private Path directory;

    @Test
    void aDeletedServiceAccountCostsTheCyclesUntilANewTokenCame() throws IOException, InterruptedException {
        // Given
        var stand = KubernetesStand.orSkip();
        stand.apply(SERVICE_ACCOUNT + RIGHTS);
        try {
            var token = stand.serviceAccount("none", directory).resolve("token");
            var first = stand.token(ACCOUNT);
            Files.writeString(token, first);
            var environment = stand.environment(directory);
            environment.put("MACKEREL_KUBERNETES_KUBELET_READ_ONLY_PORT", "0");
            environment.put("MACKEREL_LOG_LEVEL", "DEBUG");
            try (var run = KubernetesRun.start(directory, environment)) {
                run.awaitValues(MEMORY, 0, 1);

                // When
                stand.delete(SERVICE_ACCOUNT);
                run.agent().awaitLine(FAILURE + " again", SOON);
                stand.apply(SERVICE_ACCOUNT);
                var second = stand.token(ACCOUNT);
                replace(token, second);
                var failuresBefore = failures(run);
                var replacedAt = InstantSource.system().instant().getEpochSecond();
                var over = run.agent().awaitLine("collecting metrics works again: failures=", SOON);
                run.awaitValues(MEMORY, replacedAt, 1);

                // Then
                var failures = Long.parseLong(over.replaceFirst(".*failures=", ""));
                assertThat(failures)
                        .as("cycles that failed, of which %d before the new token", failuresBefore)
                        .isLessThanOrEqualTo(failuresBefore + 1);
                assertThat(run.agent().awaitLine(FAILURE, SOON)).contains("answered 401 (Unauthorized)");
                assertThat(run.agent().output()).doesNotContain(first, second);
                assertThat(run.agent().terminate(SOON)).isZero();
            }
        } finally {
            stand.delete(SERVICE_ACCOUNT + RIGHTS);
        }
    }

    /** Whoever reads it finds the old one or the new one, as in a pod. */
    private static void replace(Path file, String text) throws IOException {
        var written = Files.writeString(file.resolveSibling("new"), text);
        Files.move(written, file, ATOMIC_MOVE, REPLACE_EXISTING);
    }

    private static long failures(KubernetesRun run) {
        return run.agent().lines().stream()
                .filter(line -> line.contains(FAILURE))
                .count();
    }
}
