package io.mackerel.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mackerel.agent.config.ReadinessProbeConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TcpProbeTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    static List<InetAddress> addressesOfLocalhost() throws IOException {
        return List.of(InetAddress.getAllByName("localhost"));
    }

    @ParameterizedTest
    @MethodSource("addressesOfLocalhost")
    void whereverLocalhostListensItIsFound(InetAddress address) throws Exception {
        try (var server = new ServerSocket(0, 50, address)) {
            // When
            ProbeOutcome outcome =
                    probe("localhost", server.getLocalPort(), PATIENCE).attempt();

            // Then
            assertThat(outcome).isEqualTo(new ProbeOutcome.Passed());
            try (Socket client = server.accept()) {
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void anAddressNeedsNoName() throws Exception {
        try (var server = new ServerSocket(0, 50, LOOPBACK)) {
            assertThat(probe("127.0.0.1", server.getLocalPort(), PATIENCE).attempt())
                    .isEqualTo(new ProbeOutcome.Passed());
        }
    }

    @Test
    void aPortWhereNobodyListensFails() throws Exception {
        // Given
        int port;
        try (var socket = new ServerSocket(0, 1, LOOPBACK)) {
            port = socket.getLocalPort();
        }

        // When
        List<ProbeOutcome> outcomes = List.of(
                probe("localhost", port, PATIENCE).attempt(),
                probe("::1", port, PATIENCE).attempt());

        // Then
        assertThat(outcomes.getFirst())
                .isEqualTo(new ProbeOutcome.Failed("no connection to localhost:" + port + ": Connection refused"));
        assertThat(outcomes.getLast())
                .isInstanceOfSatisfying(
                        ProbeOutcome.Failed.class,
                        failed -> assertThat(failed.reason()).startsWith("no connection to [::1]:" + port + ": "));
    }

    @Test
    void aNameWithoutAnAddressFails() throws Exception {
        assertThat(probe("no-such-host.invalid", 80, PATIENCE).attempt())
                .isEqualTo(new ProbeOutcome.Failed("the host name no-such-host.invalid is unknown"));
    }

    @Test
    void aServerThatTakesNoConnectionFailsInTime() throws Exception {
        try (FullServer full = new FullServer()) {
            // When
            ProbeOutcome outcome =
                    probe("127.0.0.1", full.port(), Duration.ofSeconds(1)).attempt();

            // Then
            assertThat(outcome)
                    .isEqualTo(new ProbeOutcome.Failed("no connection to 127.0.0.1:" + full.port() + " within 1 s"));
        }
    }

    @Test
    void anInterruptedAttemptEndsAtOnceAndLeavesNothing() throws Exception {
        try (FullServer full = new FullServer()) {
            // Given
            TcpProbe probe = probe("127.0.0.1", full.port(), Duration.ofHours(1));
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread prober =
                    Thread.ofVirtual().start(() -> thrown.set(catchThrowableOfType(Throwable.class, probe::attempt)));
            await(() -> full.isKnockedAt());

            // When
            prober.interrupt();

            // Then
            assertThat(prober.join(PATIENCE)).isTrue();
            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
            await(() -> !full.isKnockedAt());
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (long waited = 0; !condition.getAsBoolean(); waited += 10) {
            assertThat(waited).isLessThan(PATIENCE.toMillis());
            Thread.sleep(10);
        }
    }

    private static TcpProbe probe(String host, int port, Duration timeout) {
        return new TcpProbe(new ReadinessProbeConfig.Tcp(host, port), timeout, VERTX);
    }

    /** One whose backlog is full: Linux answers no more to who wants to connect. */
    private static final class FullServer implements AutoCloseable {
        private final ServerSocket server;
        private final List<Socket> waiting;

        FullServer() throws IOException {
            server = new ServerSocket(0, 1, LOOPBACK);
            waiting = List.of(connected(), connected());
        }

        int port() {
            return server.getLocalPort();
        }

        /** Whether somebody waits to be let in, by a socket that can do IPv6, too, as the JVM's. */
        boolean isKnockedAt() {
            String connecting = ":%04X 02".formatted(port());
            try (Stream<String> sockets = Files.lines(Path.of("/proc/self/net/tcp6"))) {
                return sockets.anyMatch(line -> line.contains(connecting));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            for (AutoCloseable each :
                    Stream.concat(waiting.stream(), Stream.of(server)).toList()) {
                try {
                    each.close();
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
        }

        private Socket connected() throws IOException {
            return new Socket(LOOPBACK, server.getLocalPort());
        }
    }
}
