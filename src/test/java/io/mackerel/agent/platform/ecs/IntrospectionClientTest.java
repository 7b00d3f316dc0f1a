package io.mackerel.agent.platform.ecs;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.mackerel.agent.platform.PlatformException;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class IntrospectionClientTest {
    @RegisterExtension
    private static final WireMockExtension SERVER =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    private static final String TASK = "/v1/tasks?dockerid=a1";

    @Test
    void theTaskOfAContainerIsAskedForAndParsed() throws PlatformException {
        // Given
        SERVER.stubFor(get(TASK).willReturn(okJson(Fixtures.ecs("introspection-ec2-bridge-task"))));

        // When
        IntrospectedTaskResponse task = client().task("a1");

        // Then
        assertThat(task).isEqualTo(Fixtures.introspectedTask("introspection-ec2-bridge"));
        SERVER.verify(1, getRequestedFor(urlEqualTo(TASK)));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 404, 429, 500, 503})
    void anErrorIsToldWithItsStatus(int status) {
        // Given
        SERVER.stubFor(get(TASK).willReturn(aResponse().withStatus(status).withBody("{\"Arn\":\"\"}")));

        // When
        PlatformException failure = failureOf(client());

        // Then
        assertThat(failure).hasMessage(SERVER.baseUrl() + TASK + " answered " + status);
    }

    static Stream<ResponseDefinitionBuilder> uselessAnswers() {
        return Stream.of(
                okJson("{\"Arn\": "),
                okJson(""),
                okJson("<html></html>"),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    }

    @ParameterizedTest
    @MethodSource("uselessAnswers")
    void anAnswerThatCannotBeUsedIsToldInOneLine(ResponseDefinitionBuilder useless) {
        // Given
        SERVER.stubFor(get(TASK).willReturn(useless));

        // When
        PlatformException failure = failureOf(client());

        // Then
        assertThat(failure.getMessage())
                .startsWith(SERVER.baseUrl() + TASK + " gave no usable answer: ")
                .hasLineCount(1);
    }

    @Test
    void theClusterIsAskedForOnce() {
        // Given
        SERVER.stubFor(get("/v1/metadata")
                .willReturn(
                        okJson("{\"Cluster\": \"shop\", \"ContainerInstanceArn\": null, \"Version\": \"1.20.0\"}")));
        IntrospectionClient client = client();

        // When
        String cluster = client.cluster();
        String again = client.cluster();

        // Then
        assertThat(cluster).isEqualTo("shop").isEqualTo(again);
        SERVER.verify(1, getRequestedFor(urlEqualTo("/v1/metadata")));
    }

    @Test
    void aClusterThatIsNotToldIsAskedForAgain() {
        // Given
        SERVER.stubFor(get("/v1/metadata").willReturn(aResponse().withStatus(500)));
        IntrospectionClient client = client();
        String unknown = client.cluster();
        SERVER.stubFor(get("/v1/metadata").willReturn(okJson("{\"Cluster\": \"shop\"}")));

        // When
        String cluster = client.cluster();

        // Then
        assertThat(unknown).isNull();
        assertThat(cluster).isEqualTo("shop");
    }

    @Test
    void withoutAnAddressTheInstanceIsAskedForItsOwnAndWhatToDoIsTold() {
        // Given
        SERVER.stubFor(put("/latest/api/token").willReturn(aResponse().withStatus(404)));
        SERVER.stubFor(
                get("/latest/meta-data/local-ipv4").willReturn(aResponse().withStatus(404)));

        // When
        PlatformException failure = failureOf(client(null));

        // Then
        assertThat(failure)
                .hasMessageContaining(SERVER.baseUrl() + "/latest/meta-data/local-ipv4 answered 404")
                .hasMessageContaining("set MACKEREL_ECS_INTROSPECTION_URI");
    }

    @Test
    void theInstancesAddressIsAskedAtTheUsualPort() {
        // Given
        SERVER.stubFor(put("/latest/api/token").willReturn(ok("token")));
        SERVER.stubFor(get("/latest/meta-data/local-ipv4").willReturn(ok("127.9.8.7")));

        // When
        PlatformException failure = failureOf(client(null));

        // Then
        assertThat(failure).hasMessageStartingWith("http://127.9.8.7:51678/v1/tasks?dockerid=a1 gave no usable answer");
    }

    @Test
    void aClosedClientAsksNothing() {
        // Given
        SERVER.stubFor(get(TASK).willReturn(okJson("{}")));
        IntrospectionClient client = client();

        // When
        client.close();

        // Then
        assertThat(failureOf(client)).hasMessage("the Introspection API is not asked any more");
        assertThat(SERVER.getAllServeEvents()).isEmpty();
    }

    private static PlatformException failureOf(IntrospectionClient client) {
        return catchThrowableOfType(PlatformException.class, () -> client.task("a1"));
    }

    private static IntrospectionClient client() {
        return client(URI.create(SERVER.baseUrl()));
    }

    private static IntrospectionClient client(@Nullable URI given) {
        return new IntrospectionClient(
                given, new InstanceMetadataClient(URI.create(SERVER.baseUrl()), Fixtures.PATIENCE), Fixtures.PATIENCE);
    }
}
