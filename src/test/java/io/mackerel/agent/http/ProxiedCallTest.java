package io.mackerel.agent.http;

import static io.mackerel.agent.http.ScriptedServer.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mackerel.agent.http.ExchangeException.Kind;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ProxiedCallTest {
    private static final Vertx VERTX = Vertx.vertx();

    /** "ü" tells which characters the login is sent in. */
    private static final String LOGIN = "Basic " + Base64.getEncoder().encodeToString("me:s3crét".getBytes(UTF_8));

    private final BoundedHttp http = new BoundedHttp(VERTX, Duration.ofSeconds(30), 1_000);

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aPlainCallGoesToTheProxyWithTheWholeAddress() throws Exception {
        try (var proxy = ScriptedServer.answering(answer(200, "from afar"))) {
            // When
            HttpAnswer answer = http.exchange(call("http://config.example/a?b=c", login(proxy)));

            // Then
            assertThat(answer.body()).asString(UTF_8).isEqualTo("from afar");
            assertThat(proxy.request())
                    .startsWith("GET http://config.example/a?b=c HTTP/1.1")
                    .contains("host: config.example", "Proxy-Authorization: " + LOGIN);
        }
    }

    @Test
    void withoutALoginNoneIsSent() throws Exception {
        try (var proxy = ScriptedServer.answering(answer(200, ""))) {
            // When
            http.exchange(call("http://[2001:db8::1]:8080", anonymous(proxy)));

            // Then
            assertThat(proxy.request())
                    .containsExactlyInAnyOrder(
                            "GET http://[2001:db8::1]:8080/ HTTP/1.1", "host: [2001:db8::1]:8080", "connection: close");
        }
    }

    @Test
    void anEncryptedCallAsksForAWayWithTheLogin() throws Exception {
        try (var proxy = ScriptedServer.answering("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")) {
            // When
            ExchangeException failure = failure(call("https://config.example/a?b=s3cret", login(proxy)));

            // Then
            assertThat(failure).hasMessage("the proxy 127.0.0.1:" + proxy.port() + " answered 407");
            assertThat(failure.kind()).isEqualTo(Kind.PROXY_REFUSED);
            assertThat(proxy.request())
                    .startsWith("CONNECT config.example:443 HTTP/1.1")
                    .contains("host: config.example:443", "proxy-authorization: " + LOGIN);
        }
    }

    @Test
    void aWayToAnIpv6AddressHasBrackets() throws Exception {
        try (var proxy = ScriptedServer.answering("HTTP/1.1 502 Bad Gateway\r\n\r\n")) {
            // When
            failure(call("https://[2001:db8::1]:8443/", anonymous(proxy)));

            // Then
            assertThat(proxy.request()).startsWith("CONNECT [2001:db8::1]:8443 HTTP/1.1");
        }
    }

    @Test
    void aProxyThatNeverAnswersIsGivenUpInTime() throws Exception {
        // Given
        BoundedHttp impatient = new BoundedHttp(VERTX, Duration.ofSeconds(1), 1_000);
        try (var proxy = ScriptedServer.answering((_, connection) -> connection.untilClosed())) {
            // When
            ExchangeException failure = catchThrowableOfType(
                    ExchangeException.class,
                    () -> impatient.exchange(call("https://config.example/", anonymous(proxy))));

            // Then
            assertThat(failure).hasMessage("no answer within 1 s");
            assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
            assertThat(proxy.wasDropped()).isTrue();
        }
    }

    @Test
    void aProxyWhereNobodyListensIsNamed() throws Exception {
        // Given
        HttpProxy nobody = new HttpProxy("localhost", BoundedHttpTest.freePort(), "me", "s3cret");

        // When
        ExchangeException failure = failure(call("https://config.example/", nobody));

        // Then
        assertThat(failure).hasMessage("no connection to the proxy " + nobody + ": Connection refused");
        assertThat(failure.kind()).isEqualTo(Kind.NO_CONNECTION);
    }

    @Test
    void aProxysNameWithoutAnAddressIsNamed() {
        // Given
        HttpProxy unknown = new HttpProxy("no-such-host.invalid", 3128, null, null);

        // When
        ExchangeException failure = failure(call("http://config.example/", unknown));

        // Then
        assertThat(failure).hasMessage("the proxy's host name no-such-host.invalid is unknown");
        assertThat(failure.kind()).isEqualTo(Kind.UNKNOWN_HOST);
    }

    private ExchangeException failure(HttpCall call) {
        ExchangeException failure = catchThrowableOfType(ExchangeException.class, () -> http.exchange(call));
        assertThat(failure.getMessage()).doesNotContain("s3cr");
        return failure;
    }

    private static HttpCall call(String uri, HttpProxy proxy) {
        return new HttpCall("GET", URI.create(uri), List.of(), proxy);
    }

    private static HttpProxy login(ScriptedServer proxy) {
        return new HttpProxy("127.0.0.1", proxy.port(), "me", "s3crét");
    }

    private static HttpProxy anonymous(ScriptedServer proxy) {
        return new HttpProxy("127.0.0.1", proxy.port(), null, null);
    }
}
