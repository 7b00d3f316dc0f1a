package io.mackerel.agent.http;

import static io.mackerel.agent.http.BoundedHttpTest.get;
import static io.mackerel.agent.http.ScriptedServer.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mackerel.agent.http.ExchangeException.Kind;
import io.mackerel.agent.platform.kubernetes.TestCertificate;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptedCallTest {
    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private static Path directory;

    private static TestCertificate certificate;

    private final BoundedHttp http = new BoundedHttp(VERTX, Duration.ofSeconds(30), 1_000);
    private final BoundedHttp impatient = new BoundedHttp(VERTX, Duration.ofSeconds(1), 1_000);
    private ScriptedServer server;

    @BeforeAll
    static void certify() {
        certificate = TestCertificate.in(directory, "server");
    }

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void start() {
        server = ScriptedServer.encrypted(
                certificate.keyStore(),
                TestCertificate.PASSWORD,
                (_, connection) -> connection.write(answer(200, "hello")));
    }

    @AfterEach
    void stop() {
        server.close();
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
    }

    @Test
    void aCertificateThatTheJvmTrustsIsTrusted() throws Exception {
        // Given
        trustTheCertificate();

        // When
        HttpAnswer answer = http.exchange(get(server.uri("/")));

        // Then
        assertThat(answer.body()).asString(UTF_8).isEqualTo("hello");
    }

    @Test
    void aCertificateThatNobodySignedIsNot() {
        // When
        ExchangeException failure = failure(get(server.uri("/?query=s3cret")));

        // Then
        assertThat(failure)
                .hasMessage("the certificate of 127.0.0.1:" + server.port()
                        + " is not trusted: unable to find valid certification path to requested target");
        assertThat(failure.kind()).isEqualTo(Kind.NOT_TRUSTED);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aTrustedCertificateForAnotherHostIsNot() {
        // Given
        trustTheCertificate();

        // When
        ExchangeException failure = failure(get(URI.create("https://localhost:" + server.port() + "/")));

        // Then
        assertThat(failure)
                .hasMessage("the certificate of localhost:" + server.port()
                        + " is not trusted: No name matching localhost found");
        assertThat(failure.kind()).isEqualTo(Kind.NOT_TRUSTED);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void theServerIsVerifiedThroughAProxyToo() throws Exception {
        // Given
        trustTheCertificate();
        try (var proxy = ScriptedServer.answering((_, connection) -> {
            connection.write("HTTP/1.1 200 Connection established\r\n\r\n");
            connection.tunnelTo(server.port());
        })) {
            HttpProxy way = new HttpProxy("127.0.0.1", proxy.port(), "me", "s3cret");

            // When
            HttpAnswer byAddress = http.exchange(new HttpCall("GET", server.uri("/"), List.of(), way));
            ExchangeException byName =
                    failure(new HttpCall("GET", URI.create("https://other.example/?query=s3cret"), List.of(), way));

            // Then
            assertThat(byAddress.body()).asString(UTF_8).isEqualTo("hello");
            assertThat(byName.kind()).isEqualTo(Kind.NOT_TRUSTED);
            assertThat(proxy.requests())
                    .extracting(List::getFirst)
                    .containsExactly(
                            "CONNECT 127.0.0.1:" + server.port() + " HTTP/1.1", "CONNECT other.example:443 HTTP/1.1");
            assertThat(server.request())
                    .noneMatch(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("proxy-authorization"));
        }
    }

    @Test
    void anIpv6AddressIsVerifiedWithoutItsBrackets() throws Exception {
        // Given
        trustTheCertificate();
        try (var proxy = ScriptedServer.answering((_, connection) -> {
            connection.write("HTTP/1.1 200 Connection established\r\n\r\n");
            connection.tunnelTo(server.port());
        })) {
            HttpProxy way = new HttpProxy("127.0.0.1", proxy.port(), null, null);

            // When
            HttpAnswer answer = http.exchange(new HttpCall("GET", URI.create("https://[::1]:4443/"), List.of(), way));

            // Then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(server.request()).contains("host: [::1]:4443");
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsNamed() throws Exception {
        try (var plain = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            // Given
            Thread.ofVirtual().start(() -> complain(plain));

            // When
            ExchangeException failure =
                    failure(get(URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/?query=s3cret")));

            // Then
            assertThat(failure).hasMessageStartingWith("no TLS connection to 127.0.0.1:" + plain.getLocalPort());
            assertThat(failure.kind()).isEqualTo(Kind.NO_CONNECTION);
        }
    }

    @Test
    void aServerThatNeverShakesHandsIsGivenUpInTime() throws Exception {
        try (var silent = new SilentServer()) {
            // When
            ExchangeException failure = catchThrowableOfType(
                    ExchangeException.class,
                    () -> impatient.exchange(get(URI.create("https://127.0.0.1:" + silent.port() + "/"))));

            // Then
            assertThat(failure).hasMessage("no answer within 1 s");
            assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
            assertThat(silent.wasLeft()).isTrue();
        }
    }

    @Test
    void aCallerWhoIsInterruptedBeforeTheHandshakeLeavesAtOnceAndItsConnectionInTime() throws Exception {
        try (var silent = new SilentServer()) {
            // Given
            BoundedHttp hasty = new BoundedHttp(VERTX, Duration.ofSeconds(5), 1_000);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread caller = calling(hasty, silent.port(), thrown);
            silent.awaitConnection();

            // When
            caller.interrupt();

            // Then
            caller.join();
            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
            assertThat(silent.wasLeft()).isTrue();
        }
    }

    @Test
    void aHandshakeThatSucceedsTooLateIsOfNoAvail() throws Exception {
        // Given
        trustTheCertificate();
        CountDownLatch interrupted = new CountDownLatch(1);
        try (var late = ScriptedServer.late(certificate.keyStore(), TestCertificate.PASSWORD, interrupted)) {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread caller = calling(http, late.port(), thrown);
            late.awaitConnection();

            // When
            caller.interrupt();

            // Then
            caller.join();
            interrupted.countDown();
            assertThat(late.wasDropped()).isTrue();
            assertThat(late.requests()).isEmpty();
        }
    }

    private static Thread calling(BoundedHttp http, int port, AtomicReference<Throwable> thrown) {
        HttpCall call = get(URI.create("https://127.0.0.1:" + port + "/"));
        return Thread.ofVirtual()
                .start(() -> thrown.set(catchThrowableOfType(Throwable.class, () -> http.exchange(call))));
    }

    /** What a server of plain HTTP says to a TLS handshake. */
    private static void complain(ServerSocket plain) {
        try (Socket client = plain.accept()) {
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
            client.shutdownOutput();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void trustTheCertificate() {
        System.setProperty("javax.net.ssl.trustStore", certificate.keyStore().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", TestCertificate.PASSWORD);
    }

    private ExchangeException failure(HttpCall call) {
        ExchangeException failure = catchThrowableOfType(ExchangeException.class, () -> http.exchange(call));
        assertThat(failure.getMessage()).doesNotContain("s3cret");
        return failure;
    }
}
