package io.mackerel.agent.plugin;

import static io.mackerel.agent.http.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.config.Proxy;
import io.mackerel.agent.config.ReadinessProbeConfig;
import io.mackerel.agent.config.ReadinessProbeConfig.Header;
import io.mackerel.agent.http.ScriptedServer;
import io.mackerel.agent.platform.kubernetes.TestCertificate;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProbeTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ProbeOutcome PASSED = new ProbeOutcome.Passed();

    @TempDir
    private Path directory;

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 299, 301, 302, 307, 399})
    void aStatusOf200To399Passes(int status) throws Exception {
        try (var server = ScriptedServer.answering(answer(status, "", "Location: http://127.0.0.1:1/"))) {
            // When
            ProbeOutcome outcome = probe(server, PATIENCE).attempt();

            // Then
            assertThat(outcome).isEqualTo(PASSED);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 500, 503})
    void anyOtherStatusFails(int status) throws Exception {
        try (var server = ScriptedServer.answering(answer(status, "secret words"))) {
            // When
            ProbeOutcome outcome = probe(server, PATIENCE).attempt();

            // Then
            assertThat(outcome).isEqualTo(new ProbeOutcome.Failed("answered " + status));
        }
    }

    @Test
    void theRequestIsTheConfiguredOne() throws Exception {
        try (var server = ScriptedServer.answering(answer(200, ""))) {
            // Given
            ReadinessProbeConfig.Http config = new ReadinessProbeConfig.Http(
                    "http",
                    "127.0.0.1",
                    server.port(),
                    "/ready?deep=1",
                    "HEAD",
                    List.of(new Header("Host", "shop.example"), new Header("X-Token", "s3cret")),
                    null);

            // When
            ProbeOutcome outcome = new HttpProbe(config, PATIENCE, "agent/1", VERTX).attempt();

            // Then
            assertThat(outcome).isEqualTo(PASSED);
            assertThat(server.request())
                    .containsExactlyInAnyOrder(
                            "HEAD /ready?deep=1 HTTP/1.1",
                            "Host: shop.example",
                            "X-Token: s3cret",
                            "User-Agent: agent/1",
                            "connection: close");
        }
    }

    @Test
    void aHeaderTakesThePlaceOfTheAgentsName() throws Exception {
        try (var server = ScriptedServer.answering(answer(200, ""))) {
            // Given
            ReadinessProbeConfig.Http config = config(server.uri("/"), List.of(new Header("user-agent", "mine")), null);

            // When
            new HttpProbe(config, PATIENCE, "agent/1", VERTX).attempt();

            // Then
            assertThat(server.request()).contains("user-agent: mine").noneMatch(line -> line.contains("agent/1"));
        }
    }

    @Test
    void theProbesOwnProxyIsUsedEvenForLoopback() throws Exception {
        try (var proxy = ScriptedServer.answering(answer(200, ""))) {
            // Given
            Proxy way = new Proxy("127.0.0.1", proxy.port(), "me", "s3cret");

            // When
            ProbeOutcome outcome = new HttpProbe(
                            config(URI.create("http://127.0.0.1:1/ready"), List.of(), way), PATIENCE, "agent/1", VERTX)
                    .attempt();

            // Then
            assertThat(outcome).isEqualTo(PASSED);
            assertThat(proxy.request())
                    .startsWith("GET http://127.0.0.1:1/ready HTTP/1.1")
                    .contains("Proxy-Authorization: Basic bWU6czNjcmV0");
        }
    }

    @Test
    void aServerThatStallsFailsInTime() throws Exception {
        try (var server = ScriptedServer.answering((_, connection) -> {
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
            connection.untilClosed();
        })) {
            // When
            ProbeOutcome outcome = probe(server, Duration.ofSeconds(1)).attempt();

            // Then
            assertThat(outcome).isEqualTo(new ProbeOutcome.Failed("no answer within 1 s"));
            assertThat(server.wasDropped()).isTrue();
        }
    }

    @Test
    void aLargePageIsNotReadToItsEnd() throws Exception {
        try (var server = ScriptedServer.answering((_, connection) -> {
            connection.write("HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
                connection.write("x".repeat(1_000));
            }
        })) {
            // When
            ProbeOutcome outcome = probe(server, PATIENCE).attempt();

            // Then
            assertThat(outcome).isEqualTo(PASSED);
            assertThat(server.wasDropped()).isTrue();
        }
    }

    @Test
    void aPortWhereNobodyListensFails() throws Exception {
        // Given
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = socket.getLocalPort();
        }
        URI uri = URI.create("http://localhost:" + port + "/ready?token=s3cret");

        // When
        ProbeOutcome outcome = new HttpProbe(config(uri, List.of(), null), PATIENCE, "agent/1", VERTX).attempt();

        // Then
        assertThat(outcome)
                .isEqualTo(new ProbeOutcome.Failed("no connection to localhost:" + port + ": Connection refused"));
    }

    @Test
    void aCertificateThatIsNotTrustedFails() throws Exception {
        TestCertificate certificate = TestCertificate.in(directory, "server");
        try (var server =
                ScriptedServer.encrypted(certificate.keyStore(), TestCertificate.PASSWORD, (_, connection) -> {})) {
            // When
            ProbeOutcome outcome = probe(server, PATIENCE).attempt();

            // Then
            assertThat(outcome)
                    .isEqualTo(new ProbeOutcome.Failed("the certificate of 127.0.0.1:" + server.port()
                            + " is not trusted: unable to find valid certification path to requested target"));
        }
    }

    @Test
    void aHeaderThatCannotBeSentFailsWithoutItsValue() throws Exception {
        try (var server = ScriptedServer.answering(answer(200, ""))) {
            // Given
            ReadinessProbeConfig.Http config = config(server.uri("/"), List.of(new Header("X-Token", "s3cret✓")), null);

            // When
            ProbeOutcome outcome = new HttpProbe(config, PATIENCE, "agent/1", VERTX).attempt();

            // Then
            assertThat(outcome)
                    .isEqualTo(
                            new ProbeOutcome.Failed("the header X-Token holds a character that HTTP does not allow"));
        }
    }

    private static HttpProbe probe(ScriptedServer server, Duration timeout) {
        return new HttpProbe(config(server.uri("/ready?token=s3cret"), List.of(), null), timeout, "agent/1", VERTX);
    }

    private static ReadinessProbeConfig.Http config(URI uri, List<Header> headers, Proxy proxy) {
        String path = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        return new ReadinessProbeConfig.Http(
                uri.getScheme(), uri.getHost(), uri.getPort(), path, "GET", headers, proxy);
    }
}
