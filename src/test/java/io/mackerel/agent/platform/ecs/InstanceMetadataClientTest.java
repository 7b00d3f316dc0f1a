package io.mackerel.agent.platform.ecs;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.mackerel.agent.platform.PlatformException;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class InstanceMetadataClientTest {
    @RegisterExtension
    private static final WireMockExtension SERVER =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    private static final String TOKEN = "/latest/api/token";
    private static final String ADDRESS = "/latest/meta-data/local-ipv4";

    @Test
    void theAddressIsAskedForWithAToken() throws PlatformException {
        // Given
        SERVER.stubFor(put(TOKEN)
                .withHeader("X-aws-ec2-metadata-token-ttl-seconds", equalTo("60"))
                .willReturn(ok("AQAEA-token==\n")));
        SERVER.stubFor(get(ADDRESS)
                .withHeader("X-aws-ec2-metadata-token", equalTo("AQAEA-token=="))
                .willReturn(ok("10.0.1.23")));

        // When
        String address = client().localIpv4();

        // Then
        assertThat(address).isEqualTo("10.0.1.23");
    }

    static Stream<ResponseDefinitionBuilder> noTokens() {
        return Stream.of(
                aResponse().withStatus(403),
                aResponse().withStatus(404),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    }

    @ParameterizedTest
    @MethodSource("noTokens")
    void withoutATokenVersion1IsAsked(ResponseDefinitionBuilder noToken) throws PlatformException {
        // Given
        SERVER.stubFor(put(TOKEN).willReturn(noToken));
        SERVER.stubFor(
                get(ADDRESS).withHeader("X-aws-ec2-metadata-token", absent()).willReturn(ok("10.0.1.23\n")));

        // When
        String address = client().localIpv4();

        // Then
        assertThat(address).isEqualTo("10.0.1.23");
    }

    /** What a bridge makes of a hop limit of 1. */
    @Test
    void aTokenThatDoesNotComeIsNotWaitedFor() throws PlatformException {
        // Given
        SERVER.stubFor(put(TOKEN).willReturn(ok("too late").withFixedDelay(60_000)));
        SERVER.stubFor(get(ADDRESS).willReturn(ok("10.0.1.23")));

        // When
        String address = client(Duration.ofSeconds(5)).localIpv4();

        // Then
        assertThat(address).isEqualTo("10.0.1.23");
    }

    @Test
    void aRefusalOfVersion1IsTold() {
        // Given
        SERVER.stubFor(put(TOKEN).willReturn(aResponse().withStatus(403)));
        SERVER.stubFor(get(ADDRESS).willReturn(aResponse().withStatus(401)));

        // When
        PlatformException failure = failure();

        // Then
        assertThat(failure).hasMessage(SERVER.baseUrl() + ADDRESS + " answered 401");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ip-10-0-1-23", "10.0.1", "10.0.1.256", "10.0.1.23:80", "<html>", "fd00:ec2::254"})
    void whatIsNoAddressIsNotUsed(String text) {
        // Given
        SERVER.stubFor(put(TOKEN).willReturn(ok("token")));
        SERVER.stubFor(get(ADDRESS).willReturn(ok(text)));

        // When
        PlatformException failure = failure();

        // Then
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage()).hasLineCount(1);
    }

    private static PlatformException failure() {
        return catchThrowableOfType(PlatformException.class, () -> client().localIpv4());
    }

    private static InstanceMetadataClient client() {
        return client(Fixtures.PATIENCE);
    }

    private static InstanceMetadataClient client(Duration timeout) {
        return new InstanceMetadataClient(URI.create(SERVER.baseUrl()), timeout);
    }
}
