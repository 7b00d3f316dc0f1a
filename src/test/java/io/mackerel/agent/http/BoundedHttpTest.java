package io.mackerel.agent.http;

import static io.mackerel.agent.http.ScriptedServer.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mackerel.agent.http.ExchangeException.Kind;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedHttpTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final int MOST_BYTES = 10_000;
    private static final String SECRETS = "/path?query=s3cret";

    private final BoundedHttp patient = new BoundedHttp(VERTX, Duration.ofSeconds(30), MOST_BYTES);
    private final BoundedHttp impatient = new BoundedHttp(VERTX, Duration.ofSeconds(1), MOST_BYTES);

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anAnswerHasItsStatusItsHeadersAndItsBody() throws Exception {
        try (var server = ScriptedServer.answering(
                answer(299, "Grüße", "Date: Mon, 01 Jan 2024 00:00:00 GMT", "X-Twice: 1", "x-twice: 2"))) {
            // When
            HttpAnswer answer = patient.exchange(get(server.uri("/")));

            // Then
            assertThat(answer.status()).isEqualTo(299);
            assertThat(answer.header("date")).isEqualTo("Mon, 01 Jan 2024 00:00:00 GMT");
            assertThat(answer.header("x-Twice")).isEqualTo("1");
            assertThat(answer.header("location")).isNull();
            assertThat(answer.body()).asString(UTF_8).isEqualTo("Grüße");
            assertThat(answer.isCut()).isFalse();
        }
    }

    /** One without a body is over before a caller's thread has had a look; it takes many tries to come about. */
    @Test
    void anAnswerThatComesAtOnceIsNotMissed() throws Exception {
        try (var server = ScriptedServer.answering(answer(200, ""))) {
            for (int call = 0; call < 1_000; call++) {
                // When
                HttpAnswer answer = patient.exchange(get(server.uri("/")));

                // Then
                assertThat(answer.status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aRequestIsSentAsItIsWordedOnAConnectionOfItsOwn() throws Exception {
        try (var server = ScriptedServer.answering(answer(200, ""))) {
            // Given
            URI uri = URI.create("http://me:s3cret@127.0.0.1:" + server.port() + "/a%20b/ä?c=%2F#d");
            List<HttpHeader> headers = List.of(
                    new HttpHeader("X-Probe", "1"), new HttpHeader("X-Probe", "2"), new HttpHeader("Empty", ""));

            // When
            patient.exchange(new HttpCall("DELETE", uri, headers, null));

            // Then
            assertThat(server.request())
                    .containsExactlyInAnyOrder(
                            "DELETE /a%20b/%C3%A4?c=%2F HTTP/1.1",
                            "host: 127.0.0.1:" + server.port(),
                            "connection: close",
                            "X-Probe: 1",
                            "X-Probe: 2",
                            "Empty: ");
        }
    }

    @Test
    void aHostHeaderTakesThePlaceOfTheUsualOne() throws Exception {
        try (var server = ScriptedServer.answering(answer(200, ""))) {
            // When
            patient.exchange(
                    new HttpCall("GET", server.uri(""), List.of(new HttpHeader("host", "shop.example")), null));

            // Then
            assertThat(server.request())
                    .startsWith("GET / HTTP/1.1")
                    .contains("host: shop.example")
                    .filteredOn(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("host:"))
                    .hasSize(1);
        }
    }

    @Test
    void aPostWithoutABodySaysSo() throws Exception {
        try (var server = ScriptedServer.answering(answer(200, ""))) {
            // When
            patient.exchange(new HttpCall("POST", server.uri("/"), List.of(), null));

            // Then
            assertThat(server.request()).startsWith("POST / HTTP/1.1").contains("content-length: 0");
        }
    }

    @Test
    void anAnswerToHeadHasNoBody() throws Exception {
        try (var server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n")) {
            // When
            HttpAnswer answer = patient.exchange(new HttpCall("HEAD", server.uri("/"), List.of(), null));

            // Then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 302, 307, 304, 404, 500})
    void whateverTheStatusItIsAnAnswer(int status) throws Exception {
        try (var server = ScriptedServer.answering(
                "HTTP/1.1 " + status + "\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")) {
            // When
            HttpAnswer answer = patient.exchange(get(server.uri("/")));

            // Then
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Location")).isEqualTo("/elsewhere");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void interimAnswersAreNotTheAnswer() throws Exception {
        try (var server = ScriptedServer.answering(
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + answer(200, "the answer"))) {
            // When
            HttpAnswer answer = patient.exchange(get(server.uri("/")));

            // Then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).asString(UTF_8).isEqualTo("the answer");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello",
                "HTTP/1.0 200 OK\r\n\r\nhello"
            })
    void aBodyEndsAsItsServerSays(String bytes) throws Exception {
        try (var server = ScriptedServer.answering(bytes)) {
            // When
            HttpAnswer answer = patient.exchange(get(server.uri("/")));

            // Then
            assertThat(answer.body()).asString(UTF_8).isEqualTo("hello");
            assertThat(answer.isCut()).isFalse();
        }
    }

    @Test
    void aCompressedBodyStaysCompressed() throws Exception {
        try (var server = ScriptedServer.answering(answer(200, "not really gzip", "Content-Encoding: gzip"))) {
            // When
            HttpAnswer answer = patient.exchange(get(server.uri("/")));

            // Then
            assertThat(answer.body()).asString(UTF_8).isEqualTo("not really gzip");
            assertThat(answer.header("content-encoding")).isEqualTo("gzip");
        }
    }

    @ParameterizedTest
    @CsvSource({"9999, 9999, false", "10000, 10000, false", "10001, 10000, true"})
    void aBodyIsKeptUpToTheBound(int length, int kept, boolean isCut) throws Exception {
        try (var server = ScriptedServer.answering(answer(200, "x".repeat(length)))) {
            // When
            HttpAnswer answer = patient.exchange(get(server.uri("/")));

            // Then
            assertThat(answer.body()).hasSize(kept);
            assertThat(answer.isCut()).isEqualTo(isCut);
        }
    }

    @Test
    void aBodyWithoutEndIsReadToTheBoundAndItsConnectionClosed() throws Exception {
        try (var server = ScriptedServer.answering((_, connection) -> {
            connection.write("HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
                connection.write("x".repeat(1_000));
            }
        })) {
            // When
            HttpAnswer answer = patient.exchange(get(server.uri("/")));

            // Then
            assertThat(answer.body()).hasSize(MOST_BYTES);
            assertThat(answer.isCut()).isTrue();
            assertThat(server.wasDropped()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"})
    void anAnswerThatStallsIsGivenUpInTime(String beginning) throws Exception {
        try (var server = ScriptedServer.answering((_, connection) -> {
            connection.write(beginning);
            connection.untilClosed();
        })) {
            // When
            ExchangeException failure = failure(impatient, get(server.uri(SECRETS)));

            // Then
            assertThat(failure).hasMessage("no answer within 1 s");
            assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
            assertThat(server.wasDropped()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nX: "})
    void anAnswerThatTricklesIsGivenUpInTime(String beginning) throws Exception {
        try (var server = ScriptedServer.answering((_, connection) -> {
            connection.write(beginning);
            while (true) {
                connection.write(beginning.contains("100") ? beginning : "x");
                sleep(100);
            }
        })) {
            // When
            ExchangeException failure = failure(impatient, get(server.uri(SECRETS)));

            // Then
            assertThat(failure).hasMessage("no answer within 1 s");
            assertThat(server.wasDropped()).isTrue();
        }
    }

    @Test
    void aServerThatTakesNoConnectionIsGivenUpInTime() throws Exception {
        try (var full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                var _ = new java.net.Socket(full.getInetAddress(), full.getLocalPort());
                var _ = new java.net.Socket(full.getInetAddress(), full.getLocalPort())) {
            // When
            ExchangeException failure =
                    failure(impatient, get(URI.create("http://127.0.0.1:" + full.getLocalPort() + SECRETS)));

            // Then
            assertThat(failure).hasMessage("no answer within 1 s");
            assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        }
    }

    @Test
    void aCallerWhoIsInterruptedLeavesAtOnce() throws Exception {
        // Given
        CountDownLatch asked = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        try (var server = ScriptedServer.answering((_, connection) -> {
            asked.countDown();
            connection.untilClosed();
        })) {
            Thread caller = Thread.ofVirtual()
                    .start(() -> thrown.set(
                            catchThrowableOfType(Throwable.class, () -> patient.exchange(get(server.uri("/"))))));
            asked.await();

            // When
            caller.interrupt();

            // Then
            caller.join();
            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
            assertThat(server.wasDropped()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-",
                "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
            })
    void anAnswerThatBreaksOffIsNone(String beginning) throws Exception {
        try (var server = ScriptedServer.answering(beginning)) {
            // When
            ExchangeException failure = failure(patient, get(server.uri(SECRETS)));

            // Then
            assertThat(failure)
                    .hasMessageStartingWith("the connection to 127.0.0.1:" + server.port()
                            + " ended before the answer did: Connection ");
            assertThat(failure.kind()).isEqualTo(Kind.BROKEN_OFF);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/1.1 zwei Gut\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"
            })
    void whatIsNotHttpIsNamed(String bytes) throws Exception {
        try (var server = ScriptedServer.answering(bytes)) {
            // When
            ExchangeException failure = failure(patient, get(server.uri(SECRETS)));

            // Then
            assertThat(failure).hasMessage("what 127.0.0.1:" + server.port() + " answered is not HTTP");
            assertThat(failure.kind()).isEqualTo(Kind.NOT_HTTP);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 "})
    void headersWithoutEndAreTooLong(String beginning) throws Exception {
        try (var server = ScriptedServer.answering((_, connection) -> {
            connection.write(beginning);
            while (true) {
                connection.write("x".repeat(1_000));
            }
        })) {
            // When
            ExchangeException failure = failure(patient, get(server.uri(SECRETS)));

            // Then
            assertThat(failure).hasMessage("the headers that 127.0.0.1:" + server.port() + " answered are too long");
            assertThat(server.wasDropped()).isTrue();
        }
    }

    @Test
    void aPortWhereNobodyListensIsNamed() throws Exception {
        // Given
        int port = freePort();

        // When
        ExchangeException failure = failure(patient, get(URI.create("http://me:s3cret@localhost:" + port + SECRETS)));

        // Then
        assertThat(failure).hasMessage("no connection to localhost:" + port + ": Connection refused");
        assertThat(failure.kind()).isEqualTo(Kind.NO_CONNECTION);
    }

    @Test
    void aNameWithoutAnAddressIsNamed() {
        // When
        ExchangeException failure =
                failure(patient, get(URI.create("http://me:s3cret@no-such-host.invalid" + SECRETS)));

        // Then
        assertThat(failure).hasMessage("the host name no-such-host.invalid is unknown");
        assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_HOST);
    }

    @ParameterizedTest
    @CsvSource({"GE T, X, 1", "GET, X Y, 1", "GET, X-Token, 's3cret\r\nInjected: 1'", "GET, X-Token, s3crét✓"})
    void whatHttpDoesNotAllowIsNotSentAndNotQuoted(String method, String name, String value) throws Exception {
        try (var server = ScriptedServer.answering(answer(200, ""))) {
            // Given
            HttpCall call = new HttpCall(method, server.uri("/"), List.of(new HttpHeader(name, value)), null);

            // When
            ExchangeException failure = failure(patient, call);

            // Then
            assertThat(failure.kind()).isEqualTo(Kind.NOT_SENDABLE);
            assertThat(failure.getMessage()).contains("HTTP ").doesNotContain("s3cr");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void allAddressesOfANameAreTried() throws Exception {
        // Given
        InetAddress last = InetAddress.getAllByName("localhost")[InetAddress.getAllByName("localhost").length - 1];
        try (var server = ScriptedServer.at(last, (_, connection) -> connection.write(answer(200, "")))) {
            // When
            HttpAnswer answer = patient.exchange(get(URI.create("http://localhost:" + server.port() + "/")));

            // Then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(server.request()).contains("host: localhost:" + server.port());
        }
    }

    @Test
    void anIpv6AddressStandsInBrackets() throws Exception {
        try (var server =
                ScriptedServer.at(InetAddress.ofLiteral("::1"), (_, connection) -> connection.write(answer(200, "")))) {
            // When
            patient.exchange(get(URI.create("http://[::1]:" + server.port() + "/")));

            // Then
            assertThat(server.request()).contains("host: [::1]:" + server.port());
        }
    }

    @Test
    void nothingThatIsPrintedHoldsASecret() {
        // Given
        HttpCall call = new HttpCall(
                "GET",
                URI.create("https://me:s3cret@[::1]" + SECRETS),
                List.of(new HttpHeader("Authorization", "s3cret")),
                new HttpProxy("proxy", 3128, "me", "s3cret"));

        // When
        String printed = call + " " + call.headers() + " " + call.proxy();

        // Then
        assertThat(printed).isEqualTo("GET https://[::1]:443 [Authorization: ****] proxy:3128");
    }

    static HttpCall get(URI uri) {
        return new HttpCall("GET", uri, List.of(), null);
    }

    private static ExchangeException failure(BoundedHttp http, HttpCall call) {
        ExchangeException failure = catchThrowableOfType(ExchangeException.class, () -> http.exchange(call));
        assertThat(failure.getMessage()).doesNotContain("s3cret");
        return failure;
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    static void sleep(int millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
