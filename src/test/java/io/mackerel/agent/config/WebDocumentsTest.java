package io.mackerel.agent.config;

import static io.mackerel.agent.http.ScriptedServer.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mackerel.agent.http.ScriptedServer;
import io.mackerel.agent.platform.kubernetes.TestCertificate;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebDocumentsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final String YAML = "displayName: from the web\n";
    private static final ProxyConfig NO_PROXIES = new ProxyConfig(null, null, List.of());

    @TempDir
    private Path directory;

    private final WebDocuments documents = new WebDocuments(VERTX, Duration.ofSeconds(30));

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aDocumentIsAskedForByItsWholeAddress() throws Exception {
        try (var server = ScriptedServer.answering(answer(200, YAML))) {
            // When
            byte[] document = documents.read(server.uri("/agent.yaml?signature=a%2Fb"), NO_PROXIES);

            // Then
            assertThat(document).asString(UTF_8).isEqualTo(YAML);
            assertThat(server.request())
                    .containsExactlyInAnyOrder(
                            "GET /agent.yaml?signature=a%2Fb HTTP/1.1",
                            "host: 127.0.0.1:" + server.port(),
                            "connection: close",
                            "User-Agent: mackerel-container-agent",
                            "Accept: application/yaml, text/yaml, text/plain, */*");
        }
    }

    @ParameterizedTest
    @CsvSource({"me:s3cr%C3%A9t%3A, me:s3crét:", "me, me:", "me:, me:", ":token, :token"})
    void theLoginInTheUrlIsSent(String inUrl, String sent) throws Exception {
        try (var server = ScriptedServer.answering(answer(200, YAML))) {
            // When
            documents.read(URI.create("http://" + inUrl + "@127.0.0.1:" + server.port() + "/agent.yaml"), NO_PROXIES);

            // Then
            assertThat(server.request())
                    .startsWith("GET /agent.yaml HTTP/1.1")
                    .contains("Authorization: Basic " + Base64.getEncoder().encodeToString(sent.getBytes(UTF_8)));
        }
    }

    @Test
    void noMoreIsReadThanTellsThatThereIsTooMuch() throws Exception {
        try (var server = ScriptedServer.answering((_, connection) -> {
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n");
            for (int sent = 0; sent < 50; sent++) {
                connection.write("#".repeat(1_000_000));
            }
        })) {
            // When
            byte[] document = documents.read(server.uri("/"), NO_PROXIES);

            // Then
            assertThat(document).hasSize(RemoteDocuments.LARGEST + 1);
            assertThat(server.wasDropped()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "204 | answered 204; only 200 brings a document",
                "206 | answered 206; only 200 brings a document",
                "304 | answered 304; only 200 brings a document",
                "401 | answered 401; does it need a login? write https://user:password@host/path",
                "403 | answered 403; does it need a login? write https://user:password@host/path",
                "404 | answered 404; check the path",
                "407 | answered 407; check the user and the password in HTTP_PROXY",
                "429 | answered 429; only 200 brings a document",
                "500 | answered 500; see what the server logs of it",
                "503 | answered 503; see what the server logs of it",
            })
    void anyOtherStatusThan200IsNoDocument(int status, String message) {
        try (var server = ScriptedServer.answering(answer(status, status == 204 || status == 304 ? "" : YAML))) {
            assertThat(failure(server)).hasMessage(message);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, memo: x",
        "'Text/HTML; charset=utf-8', memo: x",
        "text/plain, '<!doctype html><html>'",
        "application/yaml, '\uFEFF\n <html>'",
        "application/xml, <Error/>"
    })
    void aPageIsNoDocument(String type, String body) {
        try (var server = ScriptedServer.answering(answer(200, body, "Content-Type: " + type))) {
            assertThat(failure(server)).hasMessage("is a page of HTML, not YAML; does it need a login?");
        }
    }

    @Test
    void anAnswerWithoutABodyIsNoDocument() {
        try (var server = ScriptedServer.answering(answer(200, ""))) {
            assertThat(failure(server))
                    .hasMessage("answered with nothing; check what the server has there, or write {} for an empty"
                            + " configuration");
        }
    }

    @Test
    void aCompressedAnswerIsNamed() {
        try (var server = ScriptedServer.answering(answer(200, "\u001f\u008b", "Content-Encoding: gzip"))) {
            assertThat(failure(server))
                    .hasMessage("is compressed, which was not asked for; let the server send it as it is");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsFollowedWithoutTheLogin(int status) throws Exception {
        try (var target = ScriptedServer.answering(answer(200, YAML));
                var server = ScriptedServer.answering(
                        answer(status, "", "Location: http://you:s3cret@127.0.0.1:" + target.port() + "/b?c=d"))) {
            // When
            byte[] document =
                    documents.read(URI.create("http://me:s3cret@127.0.0.1:" + server.port() + "/a"), NO_PROXIES);

            // Then
            assertThat(document).asString(UTF_8).isEqualTo(YAML);
            assertThat(server.request()).anyMatch(WebDocumentsTest::isLogin);
            assertThat(target.request()).startsWith("GET /b?c=d HTTP/1.1").noneMatch(WebDocumentsTest::isLogin);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/x/a, b, /x/b",
        "/x/a, ../b?c=d, /b?c=d",
        "/x/a?q=1, ?c=d, /x/a?c=d",
        "'', b, /b",
        "'', ?c=d, /?c=d",
        "/x/a, /b#c, /b"
    })
    void aRedirectMayBeRelativeAndStaysWithoutTheLogin(String from, String location, String to) throws Exception {
        try (var server = ScriptedServer.answering((request, connection) -> connection.write(
                request.getFirst().equals("GET " + to + " HTTP/1.1")
                        ? answer(200, YAML)
                        : answer(302, "", "Location: " + location)))) {
            // When
            byte[] document =
                    documents.read(URI.create("http://me:s3cret@127.0.0.1:" + server.port() + from), NO_PROXIES);

            // Then
            assertThat(document).asString(UTF_8).isEqualTo(YAML);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.requests().getLast()).noneMatch(WebDocumentsTest::isLogin);
        }
    }

    @ParameterizedTest
    @CsvSource({"5, true", "6, false"})
    void fiveRedirectsAreFollowed(int redirects, boolean isEnough) throws Exception {
        try (var server = ScriptedServer.answering((request, connection) -> {
            int left = request.getFirst().split(" ")[1].length() - 1;
            connection.write(left == 0 ? answer(200, YAML) : answer(302, "", "Location: /" + "x".repeat(left - 1)));
        })) {
            // When
            Throwable thrown = catchThrowableOfType(
                    DocumentException.class, () -> documents.read(server.uri("/" + "x".repeat(redirects)), NO_PROXIES));

            // Then
            assertThat(server.requests()).hasSize(6);
            if (isEnough) {
                assertThat(thrown).isNull();
            } else {
                assertThat(thrown).hasMessage("is redirected more than 5 times; give the URL where the file is");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://127.0.0.1/s3cret",
                "file:///etc/s3cret",
                "http://my_host/s3cret",
                "http://127.0.0.1:99999/s3cret",
                "http://127.0.0.1/a b?s3cret",
                "javascript:s3cret",
                "http:s3cret"
            })
    void aRedirectToWhatIsNoAddressIsRefused(String location) {
        try (var server = ScriptedServer.answering(answer(302, "", "Location: " + location))) {
            assertThat(failure(server)).hasMessage("is redirected to what is no http or https URL with a host");
        }
    }

    @Test
    void aRedirectToNowhereIsNamed() {
        try (var server = ScriptedServer.answering(answer(302, ""))) {
            assertThat(failure(server))
                    .hasMessage("answered 302 without saying where to; give the URL where the file is");
        }
    }

    @Test
    void whatARedirectLeadsToIsNamedByItsHost() throws Exception {
        try (var target = ScriptedServer.answering(answer(404, ""));
                var server = ScriptedServer.answering(
                        answer(302, "", "Location: http://you:s3cret@localhost:" + target.port() + "/?s3cret"))) {
            assertThat(failure(server)).hasMessage("is redirected to localhost, which answered 404; check the path");
        }
    }

    @Test
    void fromHttpsNoRedirectLeadsToPlainHttp() throws Exception {
        TestCertificate certificate = TestCertificate.in(directory, "server");
        System.setProperty("javax.net.ssl.trustStore", certificate.keyStore().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", TestCertificate.PASSWORD);
        try (var target = ScriptedServer.answering(answer(200, YAML));
                var server = ScriptedServer.encrypted(
                        certificate.keyStore(),
                        TestCertificate.PASSWORD,
                        (_, connection) -> connection.write(answer(302, "", "Location: " + target.uri("/?s3cret"))))) {
            // When
            DocumentException failure = failure(server);

            // Then
            assertThat(failure)
                    .hasMessage("is redirected from https to plain http, where anybody on the way could change the"
                            + " commands that the agent runs; give a URL that stays with https");
            assertThat(server.requests()).hasSize(1);
            assertThat(target.requests()).isEmpty();
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    @Test
    void aCertificateThatIsNotTrustedSaysWhatToDo() {
        TestCertificate certificate = TestCertificate.in(directory, "server");
        try (var server =
                ScriptedServer.encrypted(certificate.keyStore(), TestCertificate.PASSWORD, (_, connection) -> {})) {
            assertThat(failure(server))
                    .hasMessage("cannot be trusted: the certificate of 127.0.0.1:" + server.port()
                            + " is not trusted: unable to find valid certification path to requested target; correct the"
                            + " URL's host, or set the system property javax.net.ssl.trustStore to a store that has its"
                            + " authority");
        }
    }

    @Test
    void theProxyIsChosenAnewForEachHop() throws Exception {
        try (var proxy = ScriptedServer.answering((request, connection) -> connection.write(
                request.getFirst().contains("first.example")
                        ? answer(302, "", "Location: http://second.example/b")
                        : answer(302, "", "Location: http://direct.invalid/c")))) {
            // Given
            Proxy way = new Proxy("127.0.0.1", proxy.port(), "me", "s3cret");
            ProxyConfig proxies = new ProxyConfig(way, null, List.of(new NoProxyRule.Domain("direct.invalid", null)));

            // When
            DocumentException failure = catchThrowableOfType(
                    DocumentException.class, () -> documents.read(URI.create("http://first.example/a"), proxies));

            // Then
            assertThat(failure)
                    .hasMessage("is redirected to direct.invalid, which cannot be reached: the host name direct.invalid"
                            + " is unknown; check the URL, and whether a proxy is needed");
            assertThat(proxy.requests())
                    .extracting(List::getFirst)
                    .containsExactly("GET http://first.example/a HTTP/1.1", "GET http://second.example/b HTTP/1.1");
        }
    }

    @Test
    void aProxyThatRefusesIsNamed() {
        try (var proxy = ScriptedServer.answering("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")) {
            // Given
            ProxyConfig proxies =
                    new ProxyConfig(null, new Proxy("127.0.0.1", proxy.port(), "me", "s3cret"), List.of());

            // When
            DocumentException failure = catchThrowableOfType(
                    DocumentException.class,
                    () -> documents.read(URI.create("https://config.example/?s3cret"), proxies));

            // Then
            assertThat(failure)
                    .hasMessage("cannot be reached: the proxy 127.0.0.1:" + proxy.port()
                            + " answered 407; check HTTPS_PROXY");
        }
    }

    @Test
    void aPortWhereNobodyListensIsNamed() throws Exception {
        // Given
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = socket.getLocalPort();
        }

        // When
        DocumentException failure = catchThrowableOfType(
                DocumentException.class,
                () -> documents.read(URI.create("http://me:s3cret@127.0.0.1:" + port + "/?s3cret"), NO_PROXIES));

        // Then
        assertThat(failure)
                .hasMessage("cannot be reached: no connection to 127.0.0.1:" + port
                        + ": Connection refused; check the URL, and whether a proxy is needed");
    }

    @Test
    void anAnswerThatBreaksOffIsNoDocument() {
        try (var server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + YAML)) {
            assertThat(failure(server))
                    .hasMessageStartingWith("gave no usable answer: the connection to 127.0.0.1:" + server.port()
                            + " ended before the answer did: ")
                    .hasMessageEndingWith("; check the URL and the server");
        }
    }

    @Test
    void redirectsThatTakeTheirTimeEndInTimeAllTogether() throws Exception {
        // Given
        WebDocuments impatient = new WebDocuments(VERTX, Duration.ofSeconds(2));
        try (var server = ScriptedServer.answering((_, connection) -> {
            pause(Duration.ofMillis(700));
            connection.write(answer(302, "", "Location: /"));
        })) {
            // When
            DocumentException failure =
                    catchThrowableOfType(DocumentException.class, () -> impatient.read(server.uri("/"), NO_PROXIES));

            // Then
            assertThat(failure)
                    .hasMessage("did not answer within 2 s; check the URL, and whether a proxy is needed (HTTP_PROXY,"
                            + " HTTPS_PROXY)");
            assertThat(server.requests()).hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void anInterruptedReadLeavesAtOnceAndStaysInterrupted() throws Exception {
        // Given
        CountDownLatch asked = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> isInterrupted = new AtomicReference<>();
        try (var server = ScriptedServer.answering((_, connection) -> {
            asked.countDown();
            connection.untilClosed();
        })) {
            Thread reader = Thread.ofVirtual().start(() -> {
                thrown.set(catchThrowableOfType(Throwable.class, () -> documents.read(server.uri("/"), NO_PROXIES)));
                isInterrupted.set(Thread.currentThread().isInterrupted());
            });
            asked.await();

            // When
            reader.interrupt();

            // Then
            reader.join();
            assertThat(thrown.get()).isInstanceOf(DocumentException.class).hasMessageContaining("the agent is ending");
            assertThat(isInterrupted.get()).isTrue();
            assertThat(server.wasDropped()).isTrue();
        }
    }

    private DocumentException failure(ScriptedServer server) {
        URI plain = server.uri("/agent.yaml?s3cret");
        URI uri = URI.create(plain.toString().replace("://", "://me:s3cret@"));
        DocumentException failure =
                catchThrowableOfType(DocumentException.class, () -> documents.read(uri, NO_PROXIES));
        assertThat(failure).hasNoCause();
        assertThat(failure.getMessage()).doesNotContain("s3cret");
        return failure;
    }

    private static boolean isLogin(String line) {
        return line.toLowerCase(Locale.ROOT).startsWith("authorization:");
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
