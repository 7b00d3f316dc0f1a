package io.mackerel.agent.mackerel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import io.mackerel.agent.config.ApiKey;
import io.mackerel.agent.config.ApiKeySource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class MackerelContactTest {
    private static final String DATE = "Fri, 15 Jan 2027 09:00:00 GMT";

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private MackerelContact contact;

    @BeforeEach
    void start() {
        server.start();
        contact = new MackerelContact(
                URI.create("http://127.0.0.1:" + server.port() + "/"),
                null,
                new ApiKeys(new ApiKeySource.Literal(new ApiKey("the-key-1234")), key -> {}),
                new AgentVersion("1.2.3", "abc1234"),
                InstantSource.fixed(Instant.parse("2027-01-15T08:00:00Z")));
    }

    @AfterEach
    void stop() {
        contact.close();
        server.stop();
    }

    @Test
    void anAnswerIsReadWithItsTimeAndNothingIsWritten() {
        // Given
        answer(okJson("{\"hosts\":[]}").withHeader("Date", DATE));

        // When
        ContactOutcome outcome = contact.greet();

        // Then
        assertThat(outcome).isEqualTo(new ContactOutcome.Answered());
        assertThat(contact.clockDifference()).isEqualTo(Duration.ofHours(1));
        assertThat(server.getAllServeEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.getRequest().getMethod()).isEqualTo(RequestMethod.GET));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRefusalTellsTheTimeAndNotTheKey(int status) {
        // Given
        answer(aResponse()
                .withStatus(status)
                .withHeader("Date", DATE)
                .withBody("{\"error\":\"the-key-1234 is not known\"}"));

        // When
        ContactOutcome outcome = contact.greet();

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ContactOutcome.KeyRefused.class,
                        refused -> assertThat(refused.reason())
                                .contains(String.valueOf(status), "**** is not known")
                                .doesNotContain("the-key-1234"));
        assertThat(contact.clockDifference()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void anAnswerOfSomethingElseIsToldApart() {
        // Given
        answer(aResponse().withStatus(404));

        // When
        ContactOutcome outcome = contact.greet();

        // Then
        assertThat(outcome).isInstanceOf(ContactOutcome.NotMackerel.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now"})
    void anAnswerWithoutATimeTellsNone(String date) {
        // Given
        answer(okJson("{\"hosts\":[]}").withHeader("Date", date));

        // When
        contact.greet();

        // Then
        assertThat(contact.clockDifference()).isNull();
    }

    @Test
    void silenceIsNoRefusal() {
        // Given
        server.stop();

        // When
        ContactOutcome outcome = contact.greet();

        // Then
        assertThat(outcome).isInstanceOf(ContactOutcome.Unavailable.class);
    }

    private void answer(ResponseDefinitionBuilder response) {
        server.stubFor(any(anyUrl()).willReturn(response));
    }
}
