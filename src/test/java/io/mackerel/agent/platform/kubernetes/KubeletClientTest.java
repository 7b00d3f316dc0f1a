package io.mackerel.agent.platform.kubernetes;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class KubeletClientTest {
    @RegisterExtension
    private static final WireMockExtension SERVER =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    private static final PodReference OWN = new PodReference("team-a", "demo", null);
    private static final String OWN_STATS = "{\"podRef\":{\"name\":\"demo\",\"namespace\":\"team-a\",\"uid\":\"u\"}}";
    private static final String STATS = "{\"node\":{},\"pods\":[{\"podRef\":{\"name\":\"x\"}}," + OWN_STATS + "]}";
    private static final String OWN_POD = "{\"metadata\":{\"name\":\"demo\",\"namespace\":\"team-a\",\"uid\":\"u\"}}";
    private static final String PODS = "{\"kind\":\"PodList\",\"items\":[" + OWN_POD + "]}";

    @Inject
    Vertx vertx;

    @TempDir
    private Path directory;

    @BeforeEach
    void forgetRequests() throws IOException {
        token("token-1");
    }

    @Test
    void statisticsAreAskedForWithoutWhatIsNotMeasured() {
        // Given
        answer(okJson(STATS));

        // When
        Answer<byte[]> answer = secure().stats(OWN);

        // Then
        assertThat(text(answer)).isEqualTo(OWN_STATS);
        assertThat(theRequest()).satisfies(request -> {
            assertThat(request.getMethod()).isEqualTo(RequestMethod.GET);
            assertThat(request.getUrl()).isEqualTo("/stats/summary?only_cpu_and_memory=true");
            assertThat(request.header("Accept").values()).containsExactly("application/json");
            assertThat(request.header("Authorization").values()).containsExactly("Bearer token-1");
        });
    }

    @Test
    void theOwnPodIsKeptOfAllPods() {
        // Given
        answer(okJson(PODS));

        // When
        Answer<byte[]> answer = secure().pod(OWN);

        // Then
        assertThat(text(answer)).isEqualTo(OWN_POD);
        assertThat(theRequest().getUrl()).isEqualTo("/pods");
    }

    @Test
    void aPodThatIsNotThereIsNoTrouble() {
        // Given
        answer(okJson("{\"pods\": []}"));

        // When
        Answer<byte[]> answer = secure().stats(OWN);

        // Then
        assertThat(text(answer)).isEmpty();
    }

    @Test
    void theReadOnlyPortGetsNoToken() {
        // Given
        answer(okJson(STATS));

        // When
        Answer<byte[]> answer = readOnly(base()).stats(OWN);

        // Then
        assertThat(text(answer)).isEqualTo(OWN_STATS);
        assertThat(theRequest().containsHeader("Authorization")).isFalse();
    }

    @Test
    void aTokenThatWasReplacedIsUsedAtOnce() throws IOException {
        // Given
        answer(okJson(STATS));
        KubeletClient client = secure();
        client.stats(OWN);
        token("token-2");

        // When
        client.stats(OWN);

        // Then
        assertThat(tokensSent()).containsExactly("Bearer token-1", "Bearer token-2");
    }

    @Test
    void afterA401TheRequestIsRepeatedOnce() {
        // Given
        SERVER.stubFor(get(anyUrl())
                .inScenario("rotation")
                .whenScenarioStateIs(STARTED)
                .willReturn(aResponse().withStatus(401).withBody("Unauthorized"))
                .willSetStateTo("rotated"));
        SERVER.stubFor(get(anyUrl())
                .inScenario("rotation")
                .whenScenarioStateIs("rotated")
                .willReturn(okJson(STATS)));

        // When
        Answer<byte[]> answer = secure().stats(OWN);

        // Then
        assertThat(text(answer)).isEqualTo(OWN_STATS);
        assertThat(tokensSent()).hasSize(2);
    }

    @Test
    void a401ThatStaysIsTroubleForNow() {
        // Given
        answer(refusal(401, "Unauthorized"));

        // When
        Answer<byte[]> answer = secure().stats(OWN);

        // Then
        assertThat(answer).isEqualTo(new Answer.Unavailable<>(base() + "stats/summary answered 401 (Unauthorized)"));
        assertThat(tokensSent()).hasSize(2);
    }

    @Test
    void a403SaysWhichRightIsMissing() {
        // Given
        String text = "Forbidden (user=system:serviceaccount:team-a:agent-none, verb=get, resource=nodes,"
                + " subresource(s)=[pods proxy])";
        answer(refusal(403, text + "\n"));

        // When
        Answer<byte[]> answer = secure().pod(OWN);

        // Then
        assertThat(answer).isEqualTo(new Answer.Denied<>(base() + "pods answered 403 (" + text + ")"));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 400, 404, 429, 500, 503})
    void anyOtherStatusIsTroubleForNow(int status) {
        // Given
        answer(aResponse().withStatus(status).withHeader("Location", "http://127.0.0.1:1/"));

        // When
        Answer<byte[]> answer = secure().stats(OWN);

        // Then
        assertThat(answer).isEqualTo(new Answer.Unavailable<>(base() + "stats/summary answered " + status));
    }

    static Stream<Arguments> uselessAnswers() {
        return Stream.of(
                Arguments.of("cut off after 40 bytes", okJson(STATS.substring(0, 40))),
                Arguments.of("broken JSON", okJson(STATS.replace("\"demo\"", "demo"))),
                Arguments.of("no JSON object", okJson("<html>\n<body>busy</body>\n</html>")),
                Arguments.of("no JSON object", okJson("null")),
                Arguments.of("an empty answer", okJson("")),
                Arguments.of("more than 16 MiB", okJson(" ".repeat(20_000_000) + STATS)),
                Arguments.of("a pod of more than 2 MiB", okJson("{\"pods\":[{\"x\":\"" + "x".repeat(3_000_000))));
    }

    @ParameterizedTest
    @MethodSource("uselessAnswers")
    void anAnswerThatCannotBeUsedIsToldInOneLine(String reason, ResponseDefinitionBuilder useless) {
        // Given
        answer(useless);

        // When
        Answer<byte[]> answer = readOnly(base()).stats(OWN);

        // Then
        assertThat(complaint(answer))
                .startsWith(base() + "stats/summary gave no usable answer: ")
                .contains(reason)
                .hasLineCount(1);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aCutConnectionIsToldInOneLine(Fault fault) {
        // Given
        answer(aResponse().withFault(fault));

        // When
        Answer<byte[]> answer = readOnly(base()).stats(OWN);

        // Then
        assertThat(complaint(answer))
                .startsWith(base() + "stats/summary gave no usable answer: ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100000", "Transfer-Encoding: chunked"})
    void anAnswerThatEndsInTheMiddleIsToldAndNotWaitedFor(String length) {
        // Given
        try (RawServer server = new RawServer(out -> {
            out.write(RawServer.head(length));
            out.write("20\r\n{\"pods\": [{\"podRef\": {\"name\": \"x".getBytes(UTF_8));
            return false;
        })) {
            // When
            Answer<byte[]> answer = readOnly(server.base()).stats(OWN);

            // Then
            assertThat(complaint(answer))
                    .startsWith(server.base() + "stats/summary gave no usable answer: ")
                    .doesNotContain("none within")
                    .hasLineCount(1);
        }
    }

    @Test
    void anAnswerWithoutEndIsGivenUpAndItsConnectionClosed() throws InterruptedException {
        // Given
        byte[] piece = ("4000\r\n" + " ".repeat(0x4000) + "\r\n").getBytes(UTF_8);
        try (RawServer server = new RawServer(out -> {
            out.write(RawServer.head("Transfer-Encoding: chunked"));
            while (true) {
                out.write(piece);
            }
        })) {
            // When
            Answer<byte[]> answer = readOnly(server.base()).stats(OWN);

            // Then
            assertThat(complaint(answer)).contains("more than 16 MiB");
            assertThat(server.wasDropped()).isTrue();
        }
    }

    static Stream<ResponseDefinitionBuilder> answersThatTakeTooLong() {
        return Stream.of(
                okJson(STATS).withFixedDelay(20_000), okJson(STATS).withChunkedDribbleDelay(STATS.length(), 20_000));
    }

    @ParameterizedTest
    @MethodSource("answersThatTakeTooLong")
    void anAnswerThatIsNotWholeInTimeIsGivenUp(ResponseDefinitionBuilder slow) {
        // Given
        answer(slow);

        // When
        Answer<byte[]> answer = readOnly(base()).stats(OWN);

        // Then
        assertThat(complaint(answer)).endsWith("stats/summary gave no usable answer: none within 5 s");
    }

    @Test
    void oneConnectionServesManyCycles() {
        // Given
        try (RawServer server = RawServer.json(STATS)) {
            KubeletClient client = readOnly(server.base());

            // When
            for (int cycle = 0; cycle < 5; cycle++) {
                assertThat(text(client.stats(OWN))).isEqualTo(OWN_STATS);
            }

            // Then
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void theProxyOfTheJvmIsNeverUsed() {
        // Given
        answer(okJson(STATS));
        try (RawServer proxy = RawServer.json("{}")) {
            Map<String, String> settings = Map.of(
                    "http.proxyHost", "127.0.0.1",
                    "http.proxyPort", Integer.toString(proxy.base().getPort()),
                    "http.nonProxyHosts", "");
            settings.forEach(System::setProperty);

            // When
            Answer<byte[]> answer;
            try {
                answer = readOnly(base()).stats(OWN);
            } finally {
                settings.keySet().forEach(System::clearProperty);
            }

            // Then
            assertThat(text(answer)).isEqualTo(OWN_STATS);
            assertThat(proxy.connections()).isZero();
        }
    }

    @Test
    void aClosedClientAsksNothing() {
        // Given
        answer(okJson(STATS));
        KubeletClient client = readOnly(base());
        client.stats(OWN);
        client.close();

        // When
        Answer<byte[]> answer = client.stats(OWN);

        // Then
        assertThat(complaint(answer)).contains("closed");
        assertThat(SERVER.getAllServeEvents()).hasSize(1);
    }

    @Test
    void closingEndsTheQuestionThatIsUnderWay() throws Exception {
        // Given
        CountDownLatch asked = new CountDownLatch(1);
        try (RawServer silent = new RawServer(out -> {
            out.write(RawServer.head("Content-Length: 10"));
            asked.countDown();
            return true;
        })) {
            KubeletClient client = readOnly(silent.base());
            CompletableFuture<Answer<byte[]>> answer = CompletableFuture.supplyAsync(() -> client.stats(OWN));
            asked.await();

            // When
            client.close();

            // Then
            assertThat(complaint(answer.get(1, TimeUnit.MINUTES))).doesNotContain("none within");
        }
    }

    private KubeletClient secure() {
        return KubeletClient.secure(base(), new JsonFactory(), new ServiceAccount(directory), null, vertx);
    }

    private KubeletClient readOnly(URI base) {
        return KubeletClient.readOnly(base, new JsonFactory(), vertx);
    }

    private static URI base() {
        return URI.create(SERVER.baseUrl() + "/");
    }

    private void token(String token) throws IOException {
        Files.writeString(directory.resolve("token"), token + "\n");
    }

    private static void answer(ResponseDefinitionBuilder response) {
        SERVER.stubFor(get(anyUrl()).willReturn(response));
    }

    private static ResponseDefinitionBuilder refusal(int status, String text) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "text/plain; charset=utf-8")
                .withBody(text);
    }

    private static String text(Answer<byte[]> answer) {
        assertThat(answer).isInstanceOf(Answer.Given.class);
        return new String(((Answer.Given<byte[]>) answer).value(), UTF_8);
    }

    private static String complaint(Answer<byte[]> answer) {
        assertThat(answer).isInstanceOf(Answer.Unavailable.class);
        return ((Answer.Unavailable<byte[]>) answer).reason();
    }

    private static List<String> tokensSent() {
        return SERVER.findAll(anyRequestedFor(anyUrl())).stream()
                .map(request -> request.getHeader("Authorization"))
                .toList();
    }

    private static LoggedRequest theRequest() {
        List<LoggedRequest> requests = SERVER.findAll(anyRequestedFor(anyUrl()));
        assertThat(requests).hasSize(1);
        return requests.getFirst();
    }
}
