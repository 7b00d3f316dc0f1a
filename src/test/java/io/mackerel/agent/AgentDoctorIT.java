package io.mackerel.agent;

import static io.mackerel.agent.AgentSurroundings.HOSTS;
import static io.mackerel.agent.AgentSurroundings.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.demo.FaultyMackerel;
import io.mackerel.agent.stand.AgentProcess;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code doctor} of the packaged program, in good and in bad surroundings. */
class AgentDoctorIT {
    private static final Duration LONGER_THAN_ANY_TIME_OUT = Duration.ofSeconds(90);
    /** In the environment of all that this test has started. */
    private static final String MARK =
            "DOCTOR_IT_MARK=" + ProcessHandle.current().pid();

    @TempDir
    private Path folder;

    private final AgentSurroundings surroundings = new AgentSurroundings();

    @BeforeEach
    void prepare() {
        surroundings
                .with("DOCTOR_IT_MARK", MARK.substring(MARK.indexOf('=') + 1))
                .with("PATH", System.getenv("PATH"));
    }

    @AfterEach
    void close() {
        surroundings.close();
        running().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void whereAllIsWellEveryThingIsToldAndNothingIsChanged() throws IOException {
        // Given
        configure("plugin:", "  metrics: {app: {command: 'echo app.ok 1 1'}}", "  checks: {web: {command: echo fine}}");

        // When
        Printed printed = doctor();

        // Then
        assertThat(printed.status()).isZero();
        assertThat(printed.lines("OK"))
                .anySatisfy(line -> assertThat(line).contains("configuration", "agent.yaml"))
                .anySatisfy(line -> assertThat(line).endsWith("API key        from MACKEREL_APIKEY"))
                .anySatisfy(line -> assertThat(line).contains("Mackerel API", "takes the key"))
                .anySatisfy(line -> assertThat(line).contains("clock", "as Mackerel's"))
                .anySatisfy(line -> assertThat(line).contains("platform=ecs source=v4"))
                .anySatisfy(line -> assertThat(line).contains("containers", "3 measured: web, worker, redis"))
                .anySatisfy(line -> assertThat(line).contains("root folder", "can be made"))
                .anySatisfy(line -> assertThat(line).contains("plugin app", "1 value"))
                .anySatisfy(line -> assertThat(line).contains("check web", "reports OK: fine"));
        assertThat(printed.lines("PROBLEM", "FATAL")).isEmpty();
        assertThat(surroundings.calls()).isNotEmpty().allMatch(call -> call.equals("GET " + HOSTS));
        assertThat(surroundings.idFile().getParent()).doesNotExist();
    }

    @Test
    void besideARunningAgentItsHostIsFoundAndLeftAlone() throws InterruptedException, IOException {
        // Given
        try (var agent = surroundings.startAndAwaitValues()) {
            // When
            Printed printed = doctor();

            // Then
            assertThat(printed.status()).isZero();
            assertThat(printed.lines("OK"))
                    .anySatisfy(line ->
                            assertThat(line).contains("host", "id=" + surroundings.storedId(), "status=working"));
            assertThat(agent.isAlive()).isTrue();
        }
    }

    @Test
    void aWrongKeyIsFatalAndNotPrinted() {
        // Given
        surroundings.with("MACKEREL_APIKEY", "wrong-key-1234");

        // When
        Printed printed = doctor();

        // Then
        assertThat(printed.status()).isEqualTo(1);
        assertThat(printed.lines("FATAL")).singleElement().asString().contains("Mackerel API", "refused the API key");
        assertThat(printed.lines("OK")).anySatisfy(line -> assertThat(line).contains("containers"));
        assertThat(printed.text()).contains("do: check that the key").doesNotContain("wrong-key");
    }

    @Test
    void aMissingKeyKeepsNothingElseFromBeingChecked() {
        // Given
        surroundings.without("MACKEREL_APIKEY");

        // When
        Printed printed = doctor();

        // Then
        assertThat(printed.status()).isEqualTo(1);
        assertThat(printed.lines("FATAL")).singleElement().asString().contains("apikey: is missing");
        assertThat(printed.lines("NOTE")).anySatisfy(line -> assertThat(line).contains("Mackerel API", "not checked"));
        assertThat(printed.lines("OK")).anySatisfy(line -> assertThat(line).contains("containers"));
    }

    @Test
    void anApiThatIsDownIsFatal() throws IOException {
        // Given
        surroundings.with("MACKEREL_APIBASE", LoopbackEndpoint.refusing().toString());

        // When
        Printed printed = doctor();

        // Then
        assertThat(printed.status()).isEqualTo(1);
        assertThat(printed.text()).contains("Connection refused", "do: check DNS");
    }

    @Test
    void anApiThatHangsIsToldInTheEnd() throws IOException {
        // Given
        try (var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            surroundings.with("MACKEREL_APIBASE", "http://127.0.0.1:" + mute.getLocalPort());

            // When
            Printed printed = doctor();

            // Then
            assertThat(printed.status()).isEqualTo(1);
            assertThat(printed.lines("FATAL")).singleElement().asString().contains("Mackerel API");
            assertThat(printed.text()).containsAnyOf("none within 30 s", "hangs: no result within 35 s");
        }
    }

    @Test
    void aClockThatIsWrongIsAProblem() {
        // Given
        Vertx vertx = Vertx.vertx();
        InstantSource anHourAhead = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
        try (FaultyMackerel mackerel =
                new FaultyMackerel(vertx, surroundings.apiKey(), anHourAhead, new SplittableRandom())) {
            surroundings.with("MACKEREL_APIBASE", mackerel.base().toString());

            // When
            Printed printed = doctor();

            // Then
            assertThat(printed.status()).isZero();
            assertThat(printed.lines("PROBLEM")).singleElement().asString().contains("clock", "behind Mackerel's");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void pluginsThatFailAreToldWithTheirReasonsAndWithoutSecrets() throws IOException {
        // Given
        configure(
                "plugin:",
                "  metrics:",
                "    hangs: {command: 'sleep 300', timeoutSeconds: 2}",
                "    odd: {command: 'echo not metric $PASSWORD', env: {PASSWORD: swordfish-1234}}",
                "  checks:",
                "    disk: {command: 'echo full, says swordfish-1234; exit 2'}",
                "    gone: {command: [/no/such/program]}");

        // When
        Printed printed = doctor();

        // Then
        assertThat(printed.status()).isZero();
        assertThat(printed.lines("PROBLEM"))
                .satisfiesExactly(
                        line -> assertThat(line).contains("plugin hangs", "timed out after 2s"),
                        line -> assertThat(line).contains("plugin odd", "no values"),
                        line -> assertThat(line).contains("check gone", "UNKNOWN", "/no/such/program"));
        assertThat(printed.lines("NOTE"))
                .anySatisfy(line -> assertThat(line).contains("check disk", "CRITICAL: full, says ****"));
        assertThat(printed.text())
                .contains("do: make it quicker")
                .doesNotContain("swordfish")
                .doesNotContain(surroundings.apiKey());
        assertThat(running()).isEmpty();
    }

    @Test
    void aProbeThatFailsIsWaitedForAndARootThatIsAFileIsNoTrouble() throws IOException {
        // Given
        configure("readinessProbe:", "  tcp: {port: " + LoopbackEndpoint.freePort() + ", host: 127.0.0.1}");
        surroundings.with(
                "MACKEREL_AGENT_ROOT",
                Files.writeString(folder.resolve("root"), "x").toString());

        // When
        Printed printed = doctor();

        // Then
        assertThat(printed.status()).isZero();
        assertThat(printed.lines("NOTE"))
                .anySatisfy(line -> assertThat(line).contains("readiness", "fails, the agent would wait"))
                .anySatisfy(line -> assertThat(line).contains("root folder", "cannot be written"));
    }

    @Test
    void aWrongConfigurationIsToldWholly() throws IOException {
        // Given
        configure("roles: [nonsense]", "metricsInterval: often");

        // When
        Printed printed = doctor();

        // Then
        assertThat(printed.status()).isEqualTo(1);
        assertThat(printed.lines("FATAL"))
                .satisfiesExactly(
                        line -> assertThat(line).contains("agent.yaml:1: roles[0]"),
                        line -> assertThat(line).contains("agent.yaml:2: metricsInterval"));
        assertThat(printed.text()).contains("all else       not checked: the configuration");
        assertThat(surroundings.calls()).isEmpty();
    }

    @Test
    void aPlatformThatIsNotFoundIsFatal() {
        // Given
        surroundings.without("ECS_CONTAINER_METADATA_URI_V4").without("MACKEREL_CONTAINER_PLATFORM");

        // When
        Printed printed = doctor();

        // Then
        assertThat(printed.status()).isEqualTo(1);
        assertThat(printed.lines("FATAL")).singleElement().asString().contains("no platform was found");
        assertThat(printed.lines("OK")).anySatisfy(line -> assertThat(line).contains("Mackerel API"));
    }

    @Test
    void sigtermEndsItAtOnceAndWithItThePlugins() throws IOException {
        // Given
        configure("plugin: {metrics: {hangs: {command: 'trap \"\" TERM; touch " + folder.resolve("begun")
                + "; while true; do sleep 1; done'}}}");
        try (var program = surroundings.start("doctor")) {
            surroundings.await(program, "the plugin", () -> Files.exists(folder.resolve("begun")));

            // When
            var status = program.terminate(SOON);

            // Then
            assertThat(status).isZero();
            AgentSurroundings.awaitWithoutAgent(
                    "the end of the plugin", () -> running().isEmpty());
        }
    }

    private record Printed(int status, List<String> all) {
        String text() {
            return String.join("\n", all);
        }

        /** The findings of these outcomes, each as one line, wherever it was wrapped. */
        List<String> lines(String... outcomes) {
            return text().replaceAll("\\n {24,}", " ")
                    .lines()
                    .filter(line -> Stream.of(outcomes).anyMatch(each -> line.startsWith(each + " ")))
                    .toList();
        }
    }

    private Printed doctor() {
        try (AgentProcess program = surroundings.start("doctor")) {
            int status = program.awaitExit(LONGER_THAN_ANY_TIME_OUT);
            return new Printed(status, program.lines());
        }
    }

    private void configure(String... lines) throws IOException {
        Path file = Files.writeString(folder.resolve("agent.yaml"), String.join("\n", lines) + "\n");
        surroundings.with("MACKEREL_AGENT_CONFIG", file.toString());
    }

    /** What the program has started and still runs. */
    private static List<ProcessHandle> running() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(AgentDoctorIT::isMarked)
                .toList();
    }

    private static boolean isMarked(ProcessHandle process) {
        try {
            String environment = Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "environ"), StandardCharsets.ISO_8859_1);
            return List.of(environment.split("\0")).contains(MARK);
        } catch (IOException gone) {
            return false;
        }
    }
}
