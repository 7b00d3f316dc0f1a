package io.mackerel.agent;

import static io.mackerel.agent.AgentSurroundings.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.stand.AgentProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent whose configuration changes while it runs. */
class AgentReloadIT {
    private static final int RELOADS = 50;
    /** Pools breathe: a leak would be one for each reload. */
    private static final int SLACK = 10;

    @TempDir
    private Path directory;

    private final AgentSurroundings surroundings = new AgentSurroundings();

    @BeforeEach
    void prepare() {
        surroundings
                .with("PATH", System.getenv("PATH"))
                .with("MACKEREL_AGENT_CONFIG", directory.resolve("agent.yaml").toString())
                .with("MACKEREL_CHECKS_INTERVAL", "1s");
    }

    @AfterEach
    void close() {
        surroundings.close();
    }

    @Test
    void fiftyReloadsUnderLoadLoseNothingAndLeaveNothingBehind() throws IOException {
        // Given
        write(variant(0));
        try (var agent = surroundings.startTalkative()) {
            surroundings.await(agent, "values", () -> surroundings.mackerel().valueCount() > 0);
            for (int i = 1; i <= 5; i++) {
                reload(agent, i);
            }
            int descriptors = count(agent, "fd");
            int threads = count(agent, "task");

            // When
            for (int i = 6; i <= RELOADS; i++) {
                if (i % 10 == 0) {
                    surroundings.mackerel().faults().failNext("/api/v0/tsdb", 503, 1);
                }
                reload(agent, i);
            }

            // Then
            surroundings.await(
                    agent,
                    "the last display name",
                    () -> hostField("displayName").equals("name-" + RELOADS));
            AgentSurroundings.awaitWithoutAgent(
                    "no more file descriptors than before", () -> count(agent, "fd") <= descriptors + SLACK);
            AgentSurroundings.awaitWithoutAgent(
                    "no more threads than before", () -> count(agent, "task") <= threads + SLACK);
            assertThat(agent.terminate(SOON)).isZero();
            assertThat(surroundings.posted()).hasSize(AgentSurroundings.collectedValues(agent));
            assertThat(surroundings.mackerel().hosts()).hasSize(1);
            assertThat(AgentSurroundings.errors(agent)).isEmpty();
            assertThat(surroundings.calls().stream().filter(call -> call.endsWith("/retire")))
                    .hasSize(1);
        }
    }

    @Test
    void aBadReloadChangesNothingAndSaysWhy() throws IOException {
        // Given
        write("displayName: good", "plugin: {metrics: {a: {command: 'echo a 1 1'}}}");
        try (var agent = surroundings.start("run")) {
            surroundings.await(agent, "values of the plugin", () -> posted("custom.a") > 0);

            // When
            write("displayName: bad", "roles: [nonsense]", "plugin: {metrics: {}}");
            agent.signal("HUP");

            // Then
            String line = agent.awaitLine("the configuration was not reloaded", SOON);
            assertThat(line).contains("the running one stays").contains("agent.yaml:2: roles[0]");
            long before = posted("custom.a");
            surroundings.await(agent, "more values of the plugin", () -> posted("custom.a") > before + 1);
            assertThat(hostField("displayName")).isEqualTo("good");
            assertThat(agent.terminate(SOON)).isZero();
        }
    }

    @Test
    void aRunningPluginThatIsConfiguredAsBeforeGoesOnWhileOthersChange() throws IOException {
        // Given
        Path log = directory.resolve("log");
        String kept =
                "    kept: {command: 'echo start >> " + log + "; sleep 3; echo end >> " + log + "; echo kept 1 1'}";
        write("plugin:", "  metrics:", kept, "    gone: {command: sleep 1000}");
        try (var agent = surroundings.start("run")) {
            surroundings.await(agent, "the plugin to run", () -> Files.exists(log));

            // When
            write("memo: another", "plugin:", "  metrics:", "    new: {command: 'echo new 1 1'}", kept);
            agent.signal("HUP");

            // Then
            agent.awaitLine("configuration reloaded: changed=memo,plugin.metrics.gone,plugin.metrics.new", SOON);
            surroundings.await(agent, "values of both", () -> posted("custom.kept") > 0 && posted("custom.new") > 0);
            assertThat(Files.readAllLines(log).subList(0, 2)).containsExactly("start", "end");
            assertThat(agent.terminate(SOON)).isZero();
        }
    }

    @Test
    void aKeyFileIsFollowedWithoutAReload() throws IOException {
        // Given
        Path key = Files.writeString(directory.resolve("key"), surroundings.apiKey());
        write("apikeyFile: " + key);
        surroundings.without("MACKEREL_APIKEY");
        try (var agent = surroundings.start("run")) {
            surroundings.await(agent, "values", () -> surroundings.mackerel().valueCount() > 0);
            replace(key, "a-wrong-key");
            agent.awaitLine("posting values failed: reason=POST tsdb answered 403", SOON);

            // When
            replace(key, surroundings.apiKey());

            // Then
            agent.awaitLine("posting values works again", SOON);
            assertThat(agent.output()).doesNotContain("a-wrong-key").doesNotContain(surroundings.apiKey());
            assertThat(agent.terminate(SOON)).isZero();
            assertThat(surroundings.mackerel().hosts()).hasSize(1);
        }
    }

    @Test
    void theAgentWaitsForItsReadinessProbeAndAReloadCanMendIt() throws IOException {
        // Given
        write("readinessProbe: {exec: {command: exit 7}, periodSeconds: 1}");
        try (var agent = surroundings.start("run")) {
            agent.awaitLine("waiting for the readiness probe", SOON);
            assertThat(surroundings.calls()).isEmpty();

            // When
            write("readinessProbe: {exec: {command: exit 0}, periodSeconds: 1}");
            agent.signal("HUP");

            // Then
            agent.awaitLine("the readiness probe passed", SOON);
            surroundings.await(agent, "values", () -> surroundings.mackerel().valueCount() > 0);
            assertThat(agent.terminate(SOON)).isZero();
        }
    }

    private void reload(AgentProcess agent, int number) throws IOException {
        write(variant(number));
        agent.signal("HUP");
        surroundings.await(agent, "reload " + number, () -> reloads(agent) >= number);
    }

    private static long reloads(AgentProcess agent) {
        return agent.lines().stream()
                .filter(line -> line.contains("configuration reloaded"))
                .count();
    }

    /** Changes something of every kind from one to the next. */
    private String[] variant(int number) {
        List<String> lines = new ArrayList<>(List.of(
                "displayName: name-" + number,
                "apibase: "
                        + surroundings
                                .variable("MACKEREL_APIBASE")
                                .replace("127.0.0.1", number % 2 == 0 ? "127.0.0.1" : "localhost"),
                "metricsInterval: " + (number % 3 == 0 ? "2s" : "1s"),
                "ignoreContainer: nothing-" + number,
                "readinessProbe: {tcp: {port: " + (number + 1) + "}}",
                "plugin:",
                "  metrics:",
                "    same: {command: 'echo same 1 1'}",
                "    hangs: {command: sleep 1000, timeoutSeconds: " + (100 + number) + "}",
                "    other-" + number + ": {command: 'echo other 1 1'}",
                "  checks:",
                "    same: {command: 'exit 1'}",
                "    other: {command: 'exit 2', memo: memo " + number + "}"));
        if (number == 0) {
            lines.removeIf(line -> line.startsWith("readinessProbe"));
        }
        return lines.toArray(String[]::new);
    }

    private String hostField(String name) {
        return surroundings.mackerel().hosts().stream()
                .findFirst()
                .map(host -> host.getString(name, ""))
                .orElse("");
    }

    private long posted(String name) {
        return surroundings.posted().stream()
                .filter(value -> value.name().equals(name))
                .count();
    }

    private static int count(AgentProcess agent, String folder) {
        try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(agent.pid()), folder))) {
            return (int) entries.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void write(String... lines) throws IOException {
        replace(directory.resolve("agent.yaml"), String.join("\n", lines) + "\n");
    }

    /** As Kubernetes replaces what it mounts: whole. */
    private void replace(Path file, String text) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), text);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
