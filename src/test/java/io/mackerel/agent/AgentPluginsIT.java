package io.mackerel.agent;

import static io.mackerel.agent.AgentSurroundings.HOSTS;
import static io.mackerel.agent.AgentSurroundings.SOON;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.demo.ReceivedValue;
import io.mackerel.agent.stand.AgentProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent with real plugins: shell and Python scripts, good ones and bad ones. */
class AgentPluginsIT {
    /** In the environment of all that this test has started, and so of what the agent has left. */
    private static final String MARK =
            "PLUGIN_IT_MARK=" + ProcessHandle.current().pid();

    @TempDir
    private Path directory;

    private final AgentSurroundings surroundings = new AgentSurroundings();

    @BeforeEach
    void prepare() {
        surroundings
                .with("PLUGIN_IT_MARK", MARK.substring(MARK.indexOf('=') + 1))
                .with("PATH", System.getenv("PATH"))
                .with("MACKEREL_CHECKS_INTERVAL", "1s");
    }

    @AfterEach
    void close() {
        surroundings.close();
        leftBehind().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void metricsGraphsChecksAndReportsOfPluginsArrive() throws IOException {
        // Given
        configure(
                "plugin:",
                "  metrics:",
                "    app:",
                "      command: [sh, " + script("app.sh", """
                        if [ "$MACKEREL_AGENT_PLUGIN_META" = 1 ]; then
                          echo '# mackerel-agent-plugin'
                          echo '{"graphs":{"app.requests":{"label":"Requests","unit":"integer","metrics":[{"name":"ok"}]}}}'
                          exit
                        fi
                        printf 'app.requests.ok\\t%s\\t1\\n' "$COUNT"
                        """) + "]",
                "      env: {COUNT: 42.5}",
                "  checks:",
                "    web: {command: 'echo all is well', memo: 'is it there?'}",
                "    disk: {command: 'echo nearly full; exit 1', maxCheckAttempts: 3}");

        // When
        try (var agent = surroundings.start("run")) {
            surroundings.await(
                    agent,
                    "three values of the plugin",
                    () -> values("custom.app.requests.ok").size() >= 3);
            surroundings.await(agent, "graphs", () -> surroundings.graphs().contains("custom.app.requests"));
            surroundings.await(agent, "repeated warnings", () -> reports("disk").size() >= 3);

            // Then
            assertThat(values("custom.app.requests.ok"))
                    .allSatisfy(each -> assertThat(each.value()).isEqualTo(42.5));
            assertThat(reports("web")).hasSize(1);
            assertThat(reports("web").getFirst().getString("status")).isEqualTo("OK");
            assertThat(reports("web").getFirst().getString("message")).isEqualTo("all is well");
            assertThat(reports("disk"))
                    .allSatisfy(report -> assertThat(report.getString("status")).isEqualTo("WARNING"))
                    .allSatisfy(report ->
                            assertThat(report.getInteger("maxCheckAttempts")).isEqualTo(3));
            assertThat(surroundings.mackerel().hosts().getFirst().getJsonArray("checks").stream())
                    .contains(new JsonObject("{\"name\":\"web\",\"memo\":\"is it there?\"}"));
            assertThat(agent.terminate(SOON)).isZero();
        }
    }

    @Test
    void valuesOfAPluginCarryTheTimeOfTheCollectionThatTheyBelongTo() throws IOException {
        // Given
        configure("plugin: {metrics: {slow: {command: 'sleep 0.7; echo slow 1 1'}}}");

        // When
        try (var agent = surroundings.start("run")) {
            surroundings.await(
                    agent,
                    "four values of the plugin",
                    () -> values("custom.slow").size() >= 4);
            agent.terminate(SOON);
        }

        // Then
        Set<Long> times = surroundings.posted().stream()
                .filter(value -> value.name().endsWith("memory.app.usage")
                        || value.name().startsWith("container.memory"))
                .map(ReceivedValue::time)
                .collect(toSet());
        assertThat(times)
                .containsAll(
                        values("custom.slow").stream().map(ReceivedValue::time).toList());
    }

    @Test
    void badPluginsDelayNothingLeaveNothingBehindAndEachGetsItsLine() throws IOException {
        // Given
        configure(
                "shutdownTimeout: 10s",
                "plugin:",
                "  metrics:",
                "    hangs: {command: sleep 1000, timeoutSeconds: 2}",
                "    ignores: {command: \"trap '' TERM; sleep 1000 & wait; sleep 1000\", timeoutSeconds: 2}",
                "    holds: {command: '(sleep 1000 &) ; echo held 1 1', timeoutSeconds: 3}",
                "    leaves: {command: 'setsid sleep 1000 > /dev/null 2>&1 & echo left 1 1', timeoutSeconds: 3}",
                "    floods: {command: 'echo first 1 1; head -c 100000000 /dev/zero | tr \"\\\\0\" x', timeoutSeconds: 20}",
                "    odd: {command: [sh, " + script("odd.sh", """
                        printf 'crlf\\t1\\t1\\r\\n'
                        printf 'nan NaN 1\\ninf 1e309 1\\na name 1 1\\n\\377\\000\\001 1 1\\n\\n'
                        printf 'good 2 1'
                        """) + "]}",
                "    nothing: {command: 'true'}",
                "    fails: {command: 'echo half 1 1; echo broken >&2; exit 3'}",
                "    absent: {command: [/no/such/plugin]}");

        // When
        try (var agent = surroundings.start("run")) {
            surroundings.await(agent, "twelve cycles", () -> cycles().size() >= 12);
            for (String name : List.of("custom.held", "custom.left", "custom.crlf", "custom.good", "custom.first")) {
                surroundings.await(agent, name, () -> !values(name).isEmpty());
            }
            for (String name : List.of("hangs", "ignores", "fails", "absent")) {
                agent.awaitLine("metric plugin " + name + " failed: reason=", SOON);
            }
            assertThat(agent.terminate(SOON)).isZero();

            // Then
            assertEveryCycleIsThere(agent);
            assertThat(values("custom.nan")).isEmpty();
            assertThat(values("custom.inf")).isEmpty();
            assertThat(values("custom.half")).isEmpty();
            assertThat(agent.lines().stream().filter(line -> line.contains("metric plugin fails failed:")))
                    .singleElement()
                    .asString()
                    .contains("3", "broken");
            assertThat(agent.lines().stream().filter(line -> line.contains("NaN")))
                    .hasSize(1);
            assertThat(leftBehind()).isEmpty();
        }
    }

    @Test
    void aSignalThatEndsTheAgentAtOnceLeavesNoPluginBehind() throws IOException {
        // Given
        configure("plugin: {metrics: {hangs: {command: 'echo started >&2; sleep 1000 & wait'}}}");
        surroundings.mackerel().faults().ignoreNext(HOSTS, 1_000);

        // When
        try (var agent = surroundings.start("run")) {
            surroundings.await(agent, "the plugin to run", () -> leftBehind().size() > 1);
            agent.signal("TERM");
            agent.signal("TERM");

            // Then
            assertThat(agent.awaitExit(SOON)).isZero();
            AgentSurroundings.awaitWithoutAgent(
                    "nothing left", () -> leftBehind().isEmpty());
        }
    }

    @Test
    void secretsOfPluginsAreNowhereToBeSeen() throws IOException {
        // Given
        configure(
                "plugin:",
                "  metrics:",
                "    leaky: {command: 'echo $TOKEN; echo $TOKEN >&2; echo $MACKEREL_APIKEY >&2', env: {TOKEN: s3cret-token}}",
                "  checks:",
                "    leaky: {command: 'echo the token is $TOKEN; exit 2', env: {TOKEN: s3cret-token}}");

        // When
        try (var agent = surroundings.with("MACKEREL_LOG_LEVEL", "TRACE").start("run")) {
            surroundings.await(agent, "a report", () -> !reports("leaky").isEmpty());
            agent.awaitLine("metric plugin leaky", SOON);
            agent.terminate(SOON);

            // Then
            assertThat(reports("leaky").getFirst().getString("message")).isEqualTo("the token is ****");
            assertThat(agent.output()).doesNotContain("s3cret-token").doesNotContain(surroundings.apiKey());
        }
    }

    /** What the platform gives comes every second, whatever plugins do. */
    private void assertEveryCycleIsThere(AgentProcess agent) {
        List<Long> times = cycles().stream().sorted().toList();
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1))
                    .as("between two cycles, in seconds; the agent printed%n%s", agent.output())
                    .isLessThanOrEqualTo(3);
        }
    }

    private Set<Long> cycles() {
        Map<String, Set<Long>> byName = surroundings.posted().stream()
                .filter(value -> value.name().startsWith("container.memory."))
                .collect(groupingBy(ReceivedValue::name, mapping(ReceivedValue::time, toSet())));
        return byName.values().stream().findFirst().orElse(Set.of());
    }

    private List<ReceivedValue> values(String name) {
        return surroundings.posted().stream()
                .filter(value -> value.name().equals(name))
                .toList();
    }

    private List<JsonObject> reports(String name) {
        return surroundings.reports().stream()
                .filter(report -> report.getString("name").equals(name))
                .toList();
    }

    private void configure(String... lines) throws IOException {
        Path file = Files.writeString(directory.resolve("agent.yaml"), String.join("\n", lines));
        surroundings.with("MACKEREL_AGENT_CONFIG", file.toString());
    }

    private Path script(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    /** What runs with the mark of this test, the agent itself included while it runs. */
    private static List<ProcessHandle> leftBehind() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(ProcessHandle::isAlive)
                    .filter(AgentPluginsIT::isMarked)
                    .toList();
        }
    }

    private static boolean isMarked(ProcessHandle process) {
        try {
            return Files.readString(
                            Path.of("/proc", Long.toString(process.pid()), "environ"),
                            java.nio.charset.StandardCharsets.ISO_8859_1)
                    .contains(MARK);
        } catch (IOException gone) {
            return false;
        }
    }
}
