package io.mackerel.agent;

import static io.mackerel.agent.AgentSurroundings.SOON;
import static io.mackerel.agent.AgentSurroundings.errors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.mackerel.agent.stand.AgentProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of the packaged program: what they print and how they end. */
class AgentCommandsIT {
    private static final int SIGHUP = 1;

    @ParameterizedTest
    @CsvSource({
        "--help, 0, Usage: mackerel-container-agent",
        "--version, 0, mackerel-container-agent/",
        "no-such-command, 2, no-such-command"
    })
    void theCommandLineDecidesTheExitStatus(String argument, int expected, String text) {
        // Given
        var environment = Map.of("MACKEREL_APIKEY", "key");

        // When
        try (var program = AgentSurroundings.start(environment, argument)) {
            var status = program.awaitExit(SOON);

            // Then
            assertThat(status).isEqualTo(expected);
            assertThat(program.output()).contains(text);
        }
    }

    @Test
    void whereThereIsNoPlatformOneLineSaysWhatWasLookedFor() {
        // Given
        var environment = Map.of("MACKEREL_APIKEY", "key");

        // When
        try (var agent = AgentSurroundings.start(environment)) {
            var status = agent.awaitExit(SOON);

            // Then
            assertThat(status).isEqualTo(3);
            assertThat(errors(agent))
                    .singleElement()
                    .asString()
                    .contains("ECS_CONTAINER_METADATA_URI_V4", "ECS_CONTAINER_METADATA_URI", "KUBERNETES_SERVICE_HOST");
        }
    }

    @Test
    void anUnknownPlatformIsAWrongConfiguration() {
        // Given
        var environment = Map.of("MACKEREL_APIKEY", "key", "MACKEREL_CONTAINER_PLATFORM", "nonsense");

        // When
        try (var agent = AgentSurroundings.start(environment, "run")) {
            var status = agent.awaitExit(SOON);

            // Then
            assertThat(status).isEqualTo(1);
            assertThat(errors(agent)).singleElement().asString().contains("MACKEREL_CONTAINER_PLATFORM", "nonsense");
        }
    }

    @Test
    void allThatIsWrongWithTheConfigurationIsSaidAtOnce() {
        // Given
        var environment = Map.of(
                "MACKEREL_CONTAINER_PLATFORM", "none",
                "MACKEREL_METRICS_INTERVAL", "soon",
                "MACKEREL_ROLES", "no role");

        // When
        try (var agent = AgentSurroundings.start(environment, "run")) {
            var status = agent.awaitExit(SOON);

            // Then
            assertThat(status).isEqualTo(1);
            assertThat(errors(agent))
                    .hasSize(3)
                    .anyMatch(line -> line.contains("MACKEREL_APIKEY"))
                    .anyMatch(line -> line.contains("MACKEREL_METRICS_INTERVAL"))
                    .anyMatch(line -> line.contains("MACKEREL_ROLES"));
        }
    }

    @Test
    void oncePrintsWhatWouldBePostedAndPostsNothing() {
        // Given
        try (var surroundings = new AgentSurroundings().without("MACKEREL_APIKEY");
                var program = surroundings.start("once")) {
            // When
            var status = program.awaitExit(SOON);

            // Then
            assertThat(status).as(program.output()).isZero();
            var printed = new JsonObject(json(program));
            assertThat(printed.fieldNames())
                    .containsExactlyInAnyOrder("host", "metrics", "checkReports", "graphDefinitions");
            assertThat(printed.getJsonObject("host").getString("customIdentifier"))
                    .isEqualTo(surroundings.customIdentifier());
            assertThat(printed.getJsonArray("metrics").stream()
                            .map(metric -> ((JsonObject) metric).getString("name"))
                            .filter(name -> name.startsWith("container."))
                            .collect(Collectors.toSet()))
                    .hasSize(12)
                    .contains("container.cpu.web.usage", "container.memory.redis.limit");
            assertThat(surroundings.calls()).isEmpty();
            assertThat(surroundings.idFile()).doesNotExist();
        }
    }

    @Test
    void onceWithoutAnAnswerOfThePlatformEndsWithStatus3() throws IOException {
        // Given
        var environment = Map.of("ECS_CONTAINER_METADATA_URI_V4", LoopbackEndpoint.refusing() + "/v4/task");

        // When
        try (var program = AgentSurroundings.start(environment, "once")) {
            var status = program.awaitExit(SOON);

            // Then
            assertThat(status).isEqualTo(3);
            assertThat(errors(program)).singleElement().asString().contains("Connection refused");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "once"})
    void aPodWithoutATokenEndsWithStatus3AndSaysWhatToMount(String command, @TempDir Path noToken) {
        // Given
        var environment = Map.of(
                "MACKEREL_APIKEY", "key",
                "MACKEREL_CONTAINER_PLATFORM", "kubernetes",
                "MACKEREL_KUBERNETES_KUBELET_HOST", "127.0.0.1",
                "MACKEREL_KUBERNETES_KUBELET_READ_ONLY_PORT", "0",
                "MACKEREL_KUBERNETES_NAMESPACE", "team-a",
                "MACKEREL_KUBERNETES_POD_NAME", "demo-0",
                "MACKEREL_KUBERNETES_SERVICEACCOUNT_DIR", noToken.toString());

        // When
        try (var program = AgentSurroundings.start(environment, command)) {
            var status = program.awaitExit(SOON);

            // Then
            assertThat(status).isEqualTo(3);
            assertThat(errors(program))
                    .singleElement()
                    .asString()
                    .contains("the platform does not permit what the agent needs", noToken.toString());
            assertThat(program.output()).contains("mount one").doesNotContain("kind: Role");
        }
    }

    @Test
    void configtestPrintsTheEffectiveConfigurationWithoutItsSecrets(@TempDir Path directory) throws IOException {
        // Given
        var file = Files.writeString(directory.resolve("agent.yaml"), """
                apikey: s3cret-key
                memo: of the file
                readinessProbe:
                  http: {path: '/?t=s3cret', headers: [{name: A, value: s3cret}], proxy: 'http://me:s3cret@p:1'}
                plugin:
                  metrics:
                    a: {command: 'curl http://me:s3cret@host/?s3cret --token s3cret', env: {TOKEN: s3cret}}
                """);
        var environment = Map.of(
                "MACKEREL_AGENT_CONFIG", file.toString(),
                "MACKEREL_APIKEY", "s3cret-other",
                "MACKEREL_MEMO", "s3cret",
                "MACKEREL_LOG_LEVEL", "ERROR",
                "MACKEREL_LOG_LEVLE", "ERROR",
                "HTTPS_PROXY", "http://me:s3cret@proxy:3128",
                "ECS_CONTAINER_METADATA_URI_V4", "http://127.0.0.1:1/v4/x",
                "LC_ALL", "C");

        // When
        try (var program = AgentSurroundings.start(environment, "configtest")) {
            var status = program.awaitExit(SOON);

            // Then
            assertThat(status).isZero();
            assertThat(program.output()).doesNotContain("s3cret").contains("configuration is valid: warnings=1");
            assertThat(program.lines())
                    .anyMatch(line -> line.matches("memo: of the file +# .*agent.yaml:2, wins over MACKEREL_MEMO"))
                    .anyMatch(line -> line.matches("shutdownTimeout: 25s +# default"))
                    .anyMatch(line -> line.matches("# HTTPS_PROXY: http://me:\\*{4}@proxy:3128"))
                    .anyMatch(line -> line.contains("The platform: ecs"))
                    .anyMatch(line -> line.contains("MACKEREL_LOG_LEVLE: is unknown"));
        }
    }

    @Test
    void configtestOfAWrongConfigurationPrintsItsProblemsOnly() {
        // Given
        var environment = Map.of("MACKEREL_METRICS_INTERVAL", "soon", "MACKEREL_ROLES", "no role");

        // When
        try (var program = AgentSurroundings.start(environment, "configtest")) {
            var status = program.awaitExit(SOON);

            // Then
            assertThat(status).isEqualTo(1);
            assertThat(errors(program))
                    .hasSize(3)
                    .anyMatch(line -> line.contains("MACKEREL_APIKEY"))
                    .anyMatch(line -> line.contains("MACKEREL_METRICS_INTERVAL"))
                    .anyMatch(line -> line.contains("MACKEREL_ROLES"));
            assertThat(program.lines()).noneMatch(line -> line.startsWith("apikey"));
        }
    }

    @Test
    void theDemoShowsValuesAndRetiresItsHostAtTheEnd() {
        // Given
        try (var demo = AgentSurroundings.start(Map.of(), "demo")) {
            demo.awaitLine(line -> line.matches(".* web +cpu .* memory \\d+ of 512 MiB"), "web", SOON);

            // When
            var status = demo.terminate(SOON);

            // Then
            assertThat(status).isZero();
            assertThat(demo.lines().getLast()).matches("The demo is over\\. Host \\w+ was retired\\.");
            assertThat(demo.output()).doesNotContain("\u001b");
        }
    }

    @Test
    void aClosedTerminalWindowEndsTheDemoWhichLeavesNothingBehind(@TempDir Path temporary) {
        assumeFalse(AgentProcess.isIgnored(SIGHUP), "SIGHUP is ignored where this runs: start it without nohup");

        // Given
        var environment = Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        try (var demo = AgentSurroundings.start(environment, "demo")) {
            demo.awaitLine(line -> line.matches(".* web +cpu .* memory \\d+ of 512 MiB"), "web", SOON);
            assertThat(temporary).isDirectoryContaining("glob:**/mackerel-demo-*");

            // When
            demo.signal("HUP");
            var status = demo.awaitExit(SOON);

            // Then
            assertThat(status).isZero();
            assertThat(demo.lines().getLast()).matches("The demo is over\\. Host \\w+ was retired\\.");
            assertThat(temporary).isDirectoryNotContaining("glob:**/mackerel-demo-*");
        }
    }

    /** What is on standard output, among the log. */
    private static String json(AgentProcess program) {
        var output = program.output();
        return output.substring(output.indexOf("\n{") + 1, output.lastIndexOf("\n}") + 2);
    }
}
