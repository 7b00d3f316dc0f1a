package io.mackerel.agent.platform.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.mackerel.agent.platform.LenientJson;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ApiServerClientTest {
    private static final ObjectMapper MAPPER = new LenientJson().getContext(PodResponse.class);
    private static final PodReference OWN = new PodReference("team-a", "demo", null);
    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static final String POD = "/api/v1/namespaces/team-a/pods/demo";
    private static final String NODE_PROXY = "/api/v1/nodes/n1/proxy/stats/summary?only_cpu_and_memory=true";
    private static final String OWN_STATS = "{\"podRef\":{\"name\":\"demo\",\"namespace\":\"team-a\"}}";

    @Inject
    Vertx vertx;

    @TempDir
    private Path directory;

    private final KubernetesMockServer server = new KubernetesMockServer(false);

    @BeforeEach
    void start() throws IOException {
        server.init();
        token("token-1");
    }

    @AfterEach
    void stop() {
        server.destroy();
    }

    @ParameterizedTest
    @CsvSource({
        "GET_PODS, pods, , team-a, demo",
        "GET_NODES_STATS, nodes, stats, , n1",
        "GET_NODES_PODS, nodes, pods, , n1",
        "GET_NODES_PROXY, nodes, proxy, , n1"
    })
    void aRightIsAskedFor(Right right, String resource, String subresource, String namespace, String name)
            throws Exception {
        // Given
        server.expect()
                .post()
                .withPath(REVIEWS)
                .andReturn(201, "{\"status\":{\"allowed\":true}}")
                .once();

        // When
        Answer<Boolean> answer = client().mayI(right.question("team-a", "demo", "n1"));

        // Then
        assertThat(answer).isEqualTo(new Answer.Given<>(true));
        RecordedRequest request = theRequest();
        JsonNode asked = MAPPER.readTree(request.getBody().readByteArray());
        assertThat(request.getHeader("Content-Type")).startsWith("application/json");
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer token-1");
        assertThat(asked.path("apiVersion").asText()).isEqualTo("authorization.k8s.io/v1");
        assertThat(asked.path("kind").asText()).isEqualTo("SelfSubjectAccessReview");
        JsonNode attributes = asked.at("/spec/resourceAttributes");
        assertThat(attributes.path("verb").asText()).isEqualTo("get");
        assertThat(attributes.path("resource").asText()).isEqualTo(resource);
        assertThat(attributes.path("subresource").textValue()).isEqualTo(subresource);
        assertThat(attributes.path("namespace").textValue()).isEqualTo(namespace);
        assertThat(attributes.path("name").textValue()).isEqualTo(name);
    }

    @Test
    void aNodeThatIsNotKnownIsNotNamed() throws Exception {
        // Given
        server.expect()
                .post()
                .withPath(REVIEWS)
                .andReturn(201, "{\"status\":{\"allowed\":false}}")
                .once();

        // When
        Answer<Boolean> answer = client().mayI(Right.GET_NODES_STATS.question("team-a", "demo", null));

        // Then
        assertThat(answer).isEqualTo(new Answer.Given<>(false));
        assertThat(MAPPER.readTree(theRequest().getBody().readByteArray()).at("/spec/resourceAttributes"))
                .isEqualTo(MAPPER.readTree("{\"verb\":\"get\",\"resource\":\"nodes\",\"subresource\":\"stats\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"status\":{}}", "{\"status\":{\"allowed\":\"perhaps\"}}", "[]", "", "<html>"})
    void aReviewWithoutAVerdictIsNone(String body) {
        // Given
        server.expect().post().withPath(REVIEWS).andReturn(201, body).once();

        // When
        Answer<Boolean> answer = client().mayI(Right.GET_PODS.question("team-a", "demo", null));

        // Then
        assertThat(answer).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void theOwnPodIsOneObject() throws Exception {
        // Given
        server.expect()
                .get()
                .withPath(POD)
                .andReturn(200, "{\"metadata\":{\"uid\":\"u\"}}")
                .once();

        // When
        Answer<byte[]> answer = client().pod(OWN);

        // Then
        assertThat(text(answer)).isEqualTo("{\"metadata\":{\"uid\":\"u\"}}");
        RecordedRequest request = theRequest();
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer token-1");
        assertThat(request.getHeader("Accept")).isEqualTo("application/json");
    }

    @Test
    void statisticsComeThroughTheNodeProxyAsAStream() throws Exception {
        // Given
        server.expect()
                .get()
                .withPath(NODE_PROXY)
                .andReturn(200, "{\"pods\":[{\"podRef\":{\"name\":\"other\"}}," + OWN_STATS + "]}")
                .once();

        // When
        Answer<byte[]> answer = client().nodeProxyStats("n1", OWN);

        // Then
        assertThat(text(answer)).isEqualTo(OWN_STATS);
        assertThat(theRequest().getPath()).isEqualTo(NODE_PROXY);
    }

    @Test
    void a403SaysWhatIsForbidden() {
        // Given
        String message = "pods \\\"demo\\\" is forbidden: User \\\"system:serviceaccount:team-a:none\\\" cannot get";
        server.expect()
                .get()
                .withPath(POD)
                .andReturn(403, "{\"kind\":\"Status\",\"message\":\"" + message + "\",\"code\":403}")
                .once();

        // When
        Answer<byte[]> answer = client().pod(OWN);

        // Then
        assertThat(answer)
                .isEqualTo(
                        new Answer.Denied<>(base().resolve(POD) + " answered 403 (" + message.replace("\\", "") + ")"));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 404, 429, 500, 503})
    void anyOtherStatusIsTroubleForNowAndAskedOnce(int status) {
        // Given
        server.expect().get().withPath(POD).andReturn(status, "busy\n").always();

        // When
        Answer<byte[]> answer = client().pod(OWN);

        // Then
        assertThat(answer).isEqualTo(new Answer.Unavailable<>(base().resolve(POD) + " answered " + status + " (busy)"));
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void aRedirectIsNotFollowedSinceTheTokenWouldGoWithIt() {
        // Given
        try (RawServer elsewhere = RawServer.json("{}");
                RawServer redirecting = new RawServer(out -> {
                    out.write(("HTTP/1.1 302 Found\r\nLocation: " + elsewhere.base() + "\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(UTF_8));
                    return true;
                })) {
            // When
            Answer<byte[]> answer = client(redirecting.base()).pod(OWN);

            // Then
            assertThat(complaint(answer)).endsWith(" answered 302");
            assertThat(elsewhere.connections()).isZero();
        }
    }

    @Test
    void afterA401TheTokenIsReadAndSentOnceMore() throws Exception {
        // Given
        server.expect()
                .get()
                .withPath(POD)
                .andReturn(401, "{\"message\":\"Unauthorized\"}")
                .once();
        server.expect().get().withPath(POD).andReturn(200, "{}").once();

        // When
        Answer<byte[]> answer = client().pod(OWN);

        // Then
        assertThat(text(answer)).isEqualTo("{}");
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void a401ThatStaysIsTroubleForNow() {
        // Given
        server.expect()
                .get()
                .withPath(POD)
                .andReturn(401, "{\"message\":\"Unauthorized\"}")
                .always();

        // When
        Answer<byte[]> answer = client().pod(OWN);

        // Then
        assertThat(answer).isEqualTo(new Answer.Unavailable<>(base().resolve(POD) + " answered 401 (Unauthorized)"));
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void aTokenThatWasReplacedIsUsedAtOnce() throws Exception {
        // Given
        server.expect().get().withPath(POD).andReturn(200, "{}").always();
        ApiServerClient client = client();
        client.pod(OWN);
        theRequest();
        token("token-2");

        // When
        client.pod(OWN);

        // Then
        assertThat(theRequest().getHeader("Authorization")).isEqualTo("Bearer token-2");
    }

    enum Uselessness {
        ENDLESS("more than 2048 KiB") {
            @Override
            RawServer server() {
                return new RawServer(out -> {
                    out.write(RawServer.head("Transfer-Encoding: chunked"));
                    byte[] piece = ("4000\r\n" + " ".repeat(0x4000) + "\r\n").getBytes(UTF_8);
                    while (true) {
                        out.write(piece);
                    }
                });
            }
        },
        MUTE("none within 5 s") {
            @Override
            RawServer server() {
                return new RawServer(out -> true);
            }
        },
        SILENT("none within 5 s") {
            @Override
            RawServer server() {
                return new RawServer(out -> {
                    out.write(RawServer.head("Content-Length: 10"));
                    out.flush();
                    return true;
                });
            }
        },
        CUT_OFF("closed") {
            @Override
            RawServer server() {
                return new RawServer(out -> {
                    out.write(RawServer.head("Content-Length: 10000"));
                    out.write("{".getBytes(UTF_8));
                    return false;
                });
            }
        };

        final String complaint;

        Uselessness(String complaint) {
            this.complaint = complaint;
        }

        abstract RawServer server();
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatIsNoUseIsGivenUp(Uselessness uselessness) {
        // Given
        try (RawServer useless = uselessness.server()) {
            // When
            Answer<byte[]> answer = client(useless.base()).pod(OWN);

            // Then
            assertThat(complaint(answer))
                    .startsWith(useless.base().resolve(POD) + " gave no usable answer: ")
                    .contains(uselessness.complaint)
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CUT_OFF")
    void theConnectionOfAnAnswerThatIsGivenUpIsClosed(Uselessness uselessness) throws InterruptedException {
        // Given
        try (RawServer useless = uselessness.server()) {
            // When
            client(useless.base()).pod(OWN);

            // Then
            assertThat(useless.wasDropped()).isTrue();
        }
    }

    @Test
    void aServerThatIsNotThereIsToldInOneLine() {
        // Given
        URI nobody = URI.create("http://127.0.0.1:1/");

        // When
        Answer<byte[]> answer = client(nobody).pod(OWN);

        // Then
        assertThat(complaint(answer)).contains("refused").hasLineCount(1);
    }

    @Test
    void aMissingAuthorityIsTold() {
        // Given
        ApiServerClient client = new ApiServerClient(
                URI.create("https://127.0.0.1:1/"),
                new ServiceAccount(directory),
                new CertificateAuthority(directory.resolve("ca.crt")),
                vertx,
                MAPPER);

        // When
        Answer<byte[]> answer = client.pod(OWN);

        // Then
        assertThat(complaint(answer)).endsWith("there is no CA file " + directory.resolve("ca.crt"));
    }

    @Test
    void aClosedClientConnectsAnew() {
        // Given
        server.expect().get().withPath(POD).andReturn(200, "{}").always();
        ApiServerClient client = client();
        client.pod(OWN);
        client.close();

        // When
        Answer<byte[]> answer = client.pod(OWN);

        // Then
        assertThat(text(answer)).isEqualTo("{}");
    }

    private ApiServerClient client() {
        return client(base());
    }

    private ApiServerClient client(URI base) {
        return new ApiServerClient(base, new ServiceAccount(directory), null, vertx, MAPPER);
    }

    private URI base() {
        return URI.create("http://" + server.getHostName() + ":" + server.getPort() + "/");
    }

    private void token(String token) throws IOException {
        Files.writeString(directory.resolve("token"), token + "\n");
    }

    private RecordedRequest theRequest() throws InterruptedException {
        RecordedRequest request = server.takeRequest(10, TimeUnit.SECONDS);
        assertThat(request).isNotNull();
        return request;
    }

    private static String text(Answer<byte[]> answer) {
        assertThat(answer).isInstanceOf(Answer.Given.class);
        return new String(((Answer.Given<byte[]>) answer).value(), UTF_8);
    }

    private static String complaint(Answer<byte[]> answer) {
        assertThat(answer).isInstanceOf(Answer.Unavailable.class);
        return ((Answer.Unavailable<byte[]>) answer).reason();
    }
}
