package io.mackerel.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DemoTest {
    private final MovedClock clock = new MovedClock();
    private final Vertx vertx = Vertx.vertx();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void theEnvironmentLeadsTheAgentToTheTaskAndTheStandIn() {
        try (Demo demo = serve(3)) {
            // Given
            Map<String, String> environment = demo.environment();

            // When
            URI metadata = URI.create(environment.get("ECS_CONTAINER_METADATA_URI_V4"));
            URI mackerel = URI.create(environment.get("MACKEREL_APIBASE"));
            String key = environment.get("MACKEREL_APIKEY");

            // Then
            JsonObject task = new LoopbackClient(metadata, "").get("/task").json();
            assertThat(task.getString("KnownStatus")).isEqualTo("RUNNING");
            assertThat(new LoopbackClient(mackerel, key).get("/api/v0/hosts").status())
                    .isEqualTo(200);
            assertThat(metadata.getHost()).isEqualTo("127.0.0.1");
            assertThat(mackerel.getHost()).isEqualTo("127.0.0.1");
            assertThat(environment)
                    .containsEntry("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE")
                    .containsEntry("MACKEREL_METRICS_INTERVAL", "5s")
                    .containsEntry("MACKEREL_CONTAINER_PLATFORM", "ecs");
        }
    }

    @Test
    void forMeasurementThereAreAsManyContainersAsWanted() {
        try (Demo demo = serve(10)) {
            // Given
            URI metadata = URI.create(demo.environment().get("ECS_CONTAINER_METADATA_URI_V4"));

            // When
            JsonObject task = new LoopbackClient(metadata, "").get("/task").json();

            // Then
            assertThat(task.getJsonArray("Containers").size()).isEqualTo(10);
        }
    }

    @Test
    void theProcFilesAreThereFromTheStart() {
        try (Demo demo = serve(3)) {
            // Given
            Path proc = demo.procRoot();

            // When
            Path devices = proc.resolve("net/dev");

            // Then
            assertThat(devices).content().contains("eth1:");
            assertThat(proc.resolve("cpuinfo")).content().contains("processor\t: 1");
            assertThat(proc.resolve("meminfo")).content().contains("MemTotal:");
        }
    }

    @Test
    void closingRemovesTheFilesAndTheServersAndMayBeDoneTwice() throws IOException {
        // Given
        Demo demo = serve(3);
        Path root = Path.of(demo.environment().get("MACKEREL_AGENT_ROOT"));
        Files.createDirectories(root);
        Files.writeString(root.resolve("id"), "the agent's");
        LoopbackClient client = new LoopbackClient(demo.standIn().base(), "demo-key");

        // When
        demo.close();
        demo.close();

        // Then
        assertThat(root.getParent()).doesNotExist();
        assertThat(demo.procRoot()).doesNotExist();
        assertThatThrownBy(() -> client.get("/api/v0/hosts")).hasMessageContaining("ConnectException");
    }

    @Test
    void theLastLineSaysThatTheHostWasRetired() {
        // Given
        Demo demo = show(bytes, false);
        String id = register(demo);
        client(demo).post("/api/v0/hosts/" + id + "/retire", "{}");

        // When
        demo.close();

        // Then
        assertThat(printed()).endsWith("The demo is over. Host " + id + " was retired." + System.lineSeparator());
    }

    @Test
    void theLastLineSaysWhenTheHostWasNotRetired() {
        // Given
        Demo demo = show(bytes, false);
        String id = register(demo);

        // When
        demo.close();

        // Then
        assertThat(printed()).contains("Host " + id + " was not retired.");
    }

    @Test
    void theLastLineSaysWhenNoHostWasRegistered() {
        // Given
        Demo demo = show(bytes, false);

        // When
        demo.close();

        // Then
        assertThat(printed()).contains("No host was registered.");
    }

    @Test
    void theTableIsPaintedAndTheTerminalGivenBack() throws InterruptedException {
        // Given
        Sentinel out = new Sentinel("Waiting for the first values");
        Demo demo = show(out, true);

        // When
        boolean painted = out.seen.await(30, TimeUnit.SECONDS);
        demo.close();

        // Then
        assertThat(painted).isTrue();
        assertThat(out.text()).contains("\u001b[?25l").endsWith("No host was registered." + System.lineSeparator());
        assertThat(out.text().lastIndexOf("\u001b[?25h"))
                .isGreaterThan(out.text().lastIndexOf("\u001b[?25l"));
    }

    @Test
    void aRestartIsToldAsAnEvent() throws InterruptedException {
        // Given
        Sentinel out = new Sentinel("worker was restarted: its memory was full");
        Demo demo = show(out, false);

        // When
        clock.move(Duration.ofMinutes(3));
        boolean told = out.seen.await(30, TimeUnit.SECONDS);

        // Then
        demo.close();
        assertThat(told).isTrue();
    }

    @Test
    void receivedValuesArePrintedAsLines() throws InterruptedException {
        // Given
        Sentinel out = new Sentinel("memory 3 of - MiB");
        Demo demo = show(out, false);
        String id = register(demo);

        // When
        client(demo).post("/api/v0/tsdb", """
                [{"hostId":"%s","name":"container.memory.web.usage","time":%d,"value":3145728}]
                """.formatted(id, clock.instant().getEpochSecond()));
        boolean shown = out.seen.await(30, TimeUnit.SECONDS);

        // Then
        demo.close();
        assertThat(shown).isTrue();
    }

    @Test
    void whenTheSecondServerCannotBeStartedNothingOfTheFirstIsLeft() {
        // Given
        List<HttpServer> started = new ArrayList<>();
        TemporaryFolder folder = TemporaryFolder.create();
        Vertx oneServerOnly = (Vertx) Proxy.newProxyInstance(
                Vertx.class.getClassLoader(), new Class<?>[] {Vertx.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("createHttpServer") || started.isEmpty()) {
                        Object answer = method.invoke(vertx, arguments);
                        if (answer instanceof HttpServer server) {
                            started.add(server);
                        }
                        return answer;
                    }
                    throw new IllegalStateException("no more servers");
                });

        // When
        Throwable trouble = catchThrowable(() ->
                Demo.start(oneServerOnly, DemoOptions.forMeasurement(3), clock, new SplittableRandom(1), null, folder));

        // Then
        assertThat(trouble).hasMessageContaining("no more servers");
        assertThat(folder.path()).doesNotExist();
        URI first = URI.create("http://127.0.0.1:" + started.getFirst().actualPort());
        assertThatThrownBy(() -> new LoopbackClient(first, "").get("/")).hasMessageContaining("ConnectException");
    }

    @Test
    void optionsOutsideTheirRangeAreRefused() {
        // Given
        Duration none = Duration.ZERO;

        // When
        DemoOptions widest = new DemoOptions(100, none);

        // Then
        assertThat(widest.containers()).isEqualTo(100);
        assertThatThrownBy(() -> new DemoOptions(0, none)).hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> new DemoOptions(101, none)).hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> new DemoOptions(3, Duration.ofMillis(-1))).hasMessageContaining("negative");
    }

    private Demo serve(int containers) {
        return Demo.serve(vertx, DemoOptions.forMeasurement(containers), clock, new SplittableRandom(1));
    }

    private Demo show(OutputStream out, boolean live) {
        Terminal terminal = new Terminal(live, false, new TerminalSize(80, 24), Glyphs.BLOCKS, ZoneOffset.UTC);
        LiveTable table =
                new LiveTable(new PrintStream(out, true, StandardCharsets.UTF_8), terminal, Optional::empty, () -> {});
        return Demo.show(vertx, DemoOptions.forPeople(), clock, new SplittableRandom(1), table);
    }

    private static LoopbackClient client(Demo demo) {
        return new LoopbackClient(demo.standIn().base(), demo.environment().get("MACKEREL_APIKEY"));
    }

    private static String register(Demo demo) {
        return client(demo)
                .post("/api/v0/hosts", "{\"name\":\"a\",\"meta\":{}}")
                .json()
                .getString("id");
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Tells when a text was printed. */
    private static final class Sentinel extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CountDownLatch seen = new CountDownLatch(1);
        private final String awaited;

        Sentinel(String awaited) {
            this.awaited = awaited;
        }

        @Override
        public synchronized void write(int b) {
            bytes.write(b);
        }

        @Override
        public synchronized void flush() {
            if (text().contains(awaited)) {
                seen.countDown();
            }
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
