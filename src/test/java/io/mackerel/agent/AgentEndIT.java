package io.mackerel.agent;

import static io.mackerel.agent.AgentSurroundings.HOSTS;
import static io.mackerel.agent.AgentSurroundings.SOON;
import static io.mackerel.agent.AgentSurroundings.TSDB;
import static io.mackerel.agent.AgentSurroundings.collectedValues;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.mackerel.agent.demo.DemoOptions;
import io.mackerel.agent.stand.AgentProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the packaged agent ends when it is told to, whatever stands in its way. */
class AgentEndIT {
    private static final int SIGINT = 2;
    /** Far less than the time-outs that a hanging agent would wait for. */
    private static final Duration AT_ONCE = Duration.ofSeconds(6);

    @Test
    void sigintFlushesWithoutRegardToBackOffAndRetires() {
        assumeFalse(AgentProcess.isIgnored(SIGINT), "SIGINT is ignored where this runs: start it in the foreground");

        // Given
        try (var surroundings = new AgentSurroundings();
                var agent = surroundings.startTalkative()) {
            surroundings.await(agent, "values", () -> surroundings.mackerel().valueCount() > 0);
            surroundings.mackerel().faults().failNext(TSDB, 503, 1, 600);
            agent.awaitLine("posting values failed", SOON);
            var calls = surroundings.calls().size();

            // When
            agent.signal("INT");
            var status = agent.awaitExit(SOON);

            // Then
            var id = surroundings.mackerel().hosts().getFirst().getString("id");
            assertThat(status).isZero();
            assertThat(surroundings.calls().stream().skip(calls))
                    .containsExactly("POST " + TSDB, "POST " + HOSTS + "/" + id + "/retire");
            assertThat(surroundings.posted()).hasSize(collectedValues(agent));
            assertThat(surroundings.idFile()).doesNotExist();
        }
    }

    @Test
    void anAgentThatIsStillLookingForItsPodEndsAtOnce(@TempDir Path serviceAccount) throws IOException {
        // Given
        Files.writeString(serviceAccount.resolve("token"), "token");
        try (var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(mute.getLocalPort());
            var environment = Map.of(
                    "MACKEREL_APIKEY", "key",
                    "MACKEREL_CONTAINER_PLATFORM", "kubernetes",
                    "MACKEREL_KUBERNETES_KUBELET_HOST", "127.0.0.1",
                    "MACKEREL_KUBERNETES_KUBELET_READ_ONLY_PORT", port,
                    "MACKEREL_KUBERNETES_NAMESPACE", "team-a",
                    "MACKEREL_KUBERNETES_POD_NAME", "demo-0",
                    "MACKEREL_KUBERNETES_SERVICEACCOUNT_DIR", serviceAccount.toString(),
                    "MACKEREL_AGENT_ROOT", serviceAccount.resolve("root").toString());
            try (var agent = AgentSurroundings.start(environment, "run")) {
                agent.awaitLine("platform found: platform=kubernetes", SOON);

                // When
                var status = agent.terminate(AT_ONCE);

                // Then
                assertThat(status).isZero();
                assertThat(agent.output()).contains("asked to end before the workload was ready");
            }
        }
    }

    @Test
    void aMackerelThatNeverAnswersDoesNotKeepTheAgentAndTheIdStays() throws IOException, InterruptedException {
        // Given
        try (var surroundings = new AgentSurroundings().with("MACKEREL_SHUTDOWN_TIMEOUT", "2s");
                var agent = surroundings.startAndAwaitValues()) {
            var id = surroundings.storedId();
            surroundings.mackerel().faults().ignoreNext("/", 1_000);

            // When
            var status = agent.terminate(Duration.ofSeconds(2).plus(AT_ONCE));

            // Then
            assertThat(status).isZero();
            assertThat(agent.output()).contains("could not be retired");
            assertThat(surroundings.storedId()).isEqualTo(id);
            assertThat(surroundings.host(id).getBoolean("isRetired")).isFalse();
        }
    }

    @Test
    void aSecondSignalEndsTheAgentAtOnce() throws InterruptedException {
        // Given
        try (var surroundings = new AgentSurroundings().with("MACKEREL_SHUTDOWN_TIMEOUT", "10m");
                var agent = surroundings.startAndAwaitValues()) {
            surroundings.mackerel().faults().ignoreNext("/", 1_000);
            agent.signal("TERM");
            agent.awaitLine("asked to end", SOON);

            // When
            agent.signal("TERM");
            var status = agent.awaitExit(AT_ONCE);

            // Then
            assertThat(status).isZero();
            assertThat(surroundings.mackerel().hosts()).noneMatch(host -> host.getBoolean("isRetired"));
        }
    }

    @Test
    void sigtermEndsTheWaitForTheTask() {
        // Given
        try (var surroundings = new AgentSurroundings(new DemoOptions(3, Duration.ofMinutes(10)));
                var agent = surroundings.start("run")) {
            agent.awaitLine("waiting until the workload runs: reason=the task's known status is PENDING", SOON);

            // When
            var status = agent.terminate(AT_ONCE);

            // Then
            assertThat(status).isZero();
            assertThat(surroundings.calls()).isEmpty();
        }
    }

    @Test
    void sigtermEndsTheWaitForAnEndpointThatRefuses() throws IOException {
        // Given
        try (var surroundings = new AgentSurroundings()
                        .with("ECS_CONTAINER_METADATA_URI_V4", LoopbackEndpoint.refusing() + "/v4/task");
                var agent = surroundings.start("run")) {
            agent.awaitLine("Connection refused", SOON);

            // When
            var status = agent.terminate(AT_ONCE);

            // Then
            assertThat(status).isZero();
            assertThat(surroundings.calls()).isEmpty();
        }
    }

    @Test
    void sigtermEndsAnAgentWhoseMackerelFailedFromTheStart() {
        // Given
        try (var surroundings = new AgentSurroundings().with("MACKEREL_SHUTDOWN_TIMEOUT", "2s");
                var agent = surroundings.startTalkative()) {
            surroundings.mackerel().faults().refuseAll(500);
            surroundings.awaitCollections(agent, 1);

            // When
            var status = agent.terminate(Duration.ofSeconds(2).plus(AT_ONCE));

            // Then
            assertThat(status).isZero();
            assertThat(surroundings.mackerel().hosts()).isEmpty();
            assertThat(agent.output()).contains("ended without a host to retire: pending=");
        }
    }
}
