package io.mackerel.agent.platform.ecs;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.mackerel.agent.platform.PlatformException;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TaskMetadataClientTest {
    @RegisterExtension
    private static final WireMockExtension SERVER =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    private static final String PATH = "/v4/158d1c8083dd49d6b527399fd6414f5c-2495160603";

    @Test
    void theTaskIsAskedForBelowTheEndpointAndParsed() throws PlatformException {
        // Given
        answer(okJson(Fixtures.ecs("v4-fargate-awsvpc-task")));

        // When
        TaskResponse task =
                TaskMetadataClient.version3(endpoint(), Fixtures.PATIENCE).task();

        // Then
        assertThat(task).isEqualTo(Fixtures.task("v4-fargate-awsvpc"));
        assertThat(theRequest()).satisfies(request -> {
            assertThat(request.getMethod()).isEqualTo(RequestMethod.GET);
            assertThat(request.getUrl()).isEqualTo(PATH + "/task");
            assertThat(request.header("Accept").values()).containsExactly("application/json");
            assertThat(request.getBody()).isEmpty();
        });
    }

    @Test
    void statisticsAreAskedForBelowTheEndpointAndParsed() throws PlatformException {
        // Given
        answer(okJson(Fixtures.ecs("v4-ec2-bridge-stats")));

        // When
        Map<String, DockerStatsResponse> stats =
                TaskMetadataClient.version3(endpoint(), Fixtures.PATIENCE).stats();

        // Then
        assertThat(stats).isEqualTo(Fixtures.stats("v4-ec2-bridge"));
        assertThat(theRequest()).satisfies(request -> {
            assertThat(request.getMethod()).isEqualTo(RequestMethod.GET);
            assertThat(request.getUrl()).isEqualTo(PATH + "/task/stats");
        });
    }

    @ParameterizedTest
    @CsvSource({"/v2, /v2/metadata, /v2/stats", "/v2/, /v2/metadata, /v2/stats"})
    void version2HasPathsOfItsOwn(String base, String taskPath, String statsPath) throws PlatformException {
        // Given
        SERVER.stubFor(get(taskPath).willReturn(okJson(Fixtures.ecs("v4-fargate-awsvpc-task"))));
        SERVER.stubFor(get(statsPath).willReturn(okJson(Fixtures.ecs("v4-fargate-awsvpc-stats"))));
        TaskMetadataClient client = TaskMetadataClient.version2(URI.create(SERVER.baseUrl() + base), Fixtures.PATIENCE);

        // When
        TaskResponse task = client.task();
        Map<String, DockerStatsResponse> stats = client.stats();

        // Then
        assertThat(task).isEqualTo(Fixtures.task("v4-fargate-awsvpc"));
        assertThat(stats).isEqualTo(Fixtures.stats("v4-fargate-awsvpc"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2", "/v2/"})
    void anErrorOfVersion2NamesItsAddress(String base) {
        // Given
        answer(aResponse().withStatus(404));
        TaskMetadataClient client = TaskMetadataClient.version2(URI.create(SERVER.baseUrl() + base), Fixtures.PATIENCE);

        // When
        PlatformException failure = catchThrowableOfType(PlatformException.class, client::task);

        // Then
        assertThat(failure).hasMessage(SERVER.baseUrl() + "/v2/metadata answered 404");
    }

    @Test
    void oneOddFieldDoesNotSpoilTheAnswer() throws PlatformException {
        // Given
        answer(okJson("""
                {"TaskARN": "task/158d1c80", "Limits": "none",
                 "Containers": ["odd", {"Name": "web", "ExitCode": 18446744073709551615}]}
                """));

        // When
        TaskResponse task =
                TaskMetadataClient.version3(endpoint(), Fixtures.PATIENCE).task();

        // Then
        assertThat(task.taskArn()).isEqualTo("task/158d1c80");
        assertThat(task.containers()).extracting(container -> container.name()).containsExactly("web");
    }

    @Test
    void theProxyOfTheJvmIsNeverUsed() throws PlatformException {
        // Given
        answer(okJson("{\"TaskARN\": \"task/158d1c80\"}"));
        WireMockServer proxy = new WireMockServer(options().dynamicPort());
        proxy.start();
        Map<String, String> settings = Map.of(
                "http.proxyHost",
                "127.0.0.1",
                "http.proxyPort",
                Integer.toString(proxy.port()),
                "http.nonProxyHosts",
                "");
        settings.forEach(System::setProperty);

        // When
        TaskResponse task;
        try {
            task = TaskMetadataClient.version3(endpoint(), Fixtures.PATIENCE).task();
        } finally {
            settings.keySet().forEach(System::clearProperty);
            proxy.stop();
        }

        // Then
        assertThat(task.taskArn()).isEqualTo("task/158d1c80");
        assertThat(theRequest().getUrl()).isEqualTo(PATH + "/task");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 404, 429, 500, 503})
    void anErrorIsToldWithItsStatus(int status) {
        // Given
        answer(aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withHeader("Location", "http://127.0.0.1:1/")
                .withBody("\"unable to get task\""));

        // When
        PlatformException failure = failureOfTask(endpoint());

        // Then
        assertThat(failure).hasMessage(endpoint() + "/task answered " + status);
    }

    @Test
    void anErrorOfTheStatisticsNamesTheirAddress() {
        // Given
        answer(aResponse().withStatus(500));

        // When
        PlatformException failure = catchThrowableOfType(
                PlatformException.class,
                () -> TaskMetadataClient.version3(endpoint(), Fixtures.PATIENCE).stats());

        // Then
        assertThat(failure).hasMessage(endpoint() + "/task/stats answered 500");
    }

    static Stream<Arguments> uselessAnswers() {
        return Stream.of(
                Arguments.of("Unexpected end-of-input", okJson("{\"TaskARN\": \"task/1")),
                Arguments.of("Unexpected character", okJson("<html>\n<body>busy</body>\n</html>")),
                Arguments.of("an empty answer", okJson("\"not ready\"")),
                Arguments.of("an empty answer", okJson("null")),
                Arguments.of("an empty answer", okJson("")),
                Arguments.of("an empty answer", aResponse().withStatus(204)),
                Arguments.of("media type text/html", typed("text/html", "<html></html>")),
                Arguments.of("media type text/plain", typed("text/plain", "busy")),
                Arguments.of("media type application/octet-stream", typed("application/octet-stream", "{}")));
    }

    @ParameterizedTest
    @MethodSource("uselessAnswers")
    void anAnswerThatCannotBeUsedIsToldInOneLine(String reason, ResponseDefinitionBuilder useless) {
        // Given
        answer(useless);

        // When
        PlatformException failure = failureOfTask(endpoint());

        // Then
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage())
                .startsWith(endpoint() + "/task gave no usable answer: ")
                .contains(reason)
                .hasLineCount(1);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aCutConnectionIsToldInOneLine(Fault fault) {
        // Given
        answer(aResponse().withFault(fault));

        // When
        PlatformException failure = failureOfTask(endpoint());

        // Then
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage())
                .startsWith(endpoint() + "/task gave no usable answer: ")
                .hasLineCount(1);
    }

    static Stream<ResponseDefinitionBuilder> answersThatTakeTooLong() {
        return Stream.of(
                okJson("{}").withFixedDelay(20_000),
                okJson("{\"Cluster\": \"stalls in the middle\"}").withChunkedDribbleDelay(10, 20_000));
    }

    @ParameterizedTest
    @MethodSource("answersThatTakeTooLong")
    void anAnswerThatIsNotWholeInTimeIsGivenUp(ResponseDefinitionBuilder slow) {
        // Given
        answer(slow);

        // When
        PlatformException failure = failureOfTask(endpoint(), Duration.ofSeconds(1));

        // Then
        assertThat(failure).hasMessage(endpoint() + "/task gave no usable answer: none within 1 s");
    }

    @Test
    void aRefusedConnectionIsToldInOneLine() throws IOException {
        // Given
        URI nobody = URI.create("http://127.0.0.1:" + unusedPort() + PATH);

        // When
        PlatformException failure = failureOfTask(nobody);

        // Then
        assertThat(failure)
                .hasMessageStartingWith(nobody + "/task gave no usable answer: ")
                .hasMessageContaining("refused");
        assertThat(failure.getMessage()).hasLineCount(1);
    }

    @Test
    void aClosedClientAsksNothing() {
        // Given
        answer(okJson("{}"));
        TaskMetadataClient client = TaskMetadataClient.version3(endpoint(), Fixtures.PATIENCE);

        // When
        client.close();
        client.close();

        // Then
        assertThatExceptionOfType(PlatformException.class)
                .isThrownBy(client::task)
                .withMessageStartingWith(endpoint() + "/task gave no usable answer: ");
        assertThat(SERVER.getAllServeEvents()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/, /task", "/v3/0a1b, /v3/0a1b/task", "/v3/0a1b/, /v3/0a1b/task"})
    void theEndpointsOwnPathIsKept(String base, String path) throws PlatformException {
        // Given
        answer(okJson("{}"));

        // When
        TaskResponse task = TaskMetadataClient.version3(URI.create(SERVER.baseUrl() + base), Fixtures.PATIENCE)
                .task();

        // Then
        assertThat(task.containers()).isEmpty();
        assertThat(theRequest().getUrl()).isEqualTo(path);
    }

    private static URI endpoint() {
        return URI.create(SERVER.baseUrl() + PATH);
    }

    private static void answer(ResponseDefinitionBuilder response) {
        SERVER.stubFor(get(anyUrl()).willReturn(response));
    }

    private static ResponseDefinitionBuilder typed(String contentType, String body) {
        return aResponse().withHeader("Content-Type", contentType).withBody(body);
    }

    private static PlatformException failureOfTask(URI endpoint) {
        return failureOfTask(endpoint, Fixtures.PATIENCE);
    }

    private static PlatformException failureOfTask(URI endpoint, Duration timeout) {
        return catchThrowableOfType(
                PlatformException.class,
                () -> TaskMetadataClient.version3(endpoint, timeout).task());
    }

    private static LoggedRequest theRequest() {
        List<LoggedRequest> requests = SERVER.findAll(anyRequestedFor(anyUrl()));
        assertThat(requests).hasSize(1);
        return requests.getFirst();
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
