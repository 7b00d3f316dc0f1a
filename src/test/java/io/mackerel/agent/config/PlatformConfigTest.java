package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformConfigTest {
    @Test
    void nothingGivenMeansTheDefaults() {
        // Given
        Loading loading = Loading.with("PATH", "/bin");

        // When
        PlatformConfig platform = loading.config().platform();

        // Then
        assertThat(platform)
                .isEqualTo(new PlatformConfig(PlatformChoice.AUTO, false, new EcsConfig(null, null, null, null)));
    }

    @Test
    void everyVariableIsRead() {
        // Given
        Loading loading = Loading.with("MACKEREL_CONTAINER_PLATFORM", "eks_fargate")
                .and("KUBERNETES_SERVICE_HOST", "10.0.0.1")
                .and("MACKEREL_ECS_SOURCE", "introspection")
                .and("ECS_CONTAINER_METADATA_URI_V4", "http://169.254.170.2/v4/abc-1")
                .and("ECS_CONTAINER_METADATA_URI", "http://169.254.170.2/v3/abc-1")
                .and("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE");

        // When
        PlatformConfig platform = loading.config().platform();

        // Then
        EcsConfig ecs = new EcsConfig(
                EcsSource.INTROSPECTION,
                URI.create("http://169.254.170.2/v4/abc-1"),
                URI.create("http://169.254.170.2/v3/abc-1"),
                "AWS_ECS_FARGATE");
        assertThat(platform).isEqualTo(new PlatformConfig(PlatformChoice.EKS_FARGATE, true, ecs));
    }

    @ParameterizedTest
    @CsvSource({"ecs, ECS", "kubernetes, KUBERNETES", "none, NONE", "auto, AUTO", "ECS, ECS"})
    void aPlatformIsNamedInAnyCase(String text, PlatformChoice expected) {
        // Given
        Loading loading = Loading.with("MACKEREL_CONTAINER_PLATFORM", text);

        // When
        PlatformChoice choice = loading.config().platform().choice();

        // Then
        assertThat(choice).isEqualTo(expected);
        assertThat(loading.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs_v3", "ecs_awsvpc", "fargate", "ecs_anywhere"})
    void anOlderNameOfEcsStillWorksButIsDeprecated(String name) {
        // Given
        Loading loading = Loading.with("MACKEREL_CONTAINER_PLATFORM", name);

        // When
        AgentConfig config = loading.config();

        // Then
        assertThat(config.platform().choice()).isEqualTo(PlatformChoice.ECS);
        assertThat(loading.warnings())
                .containsExactly("MACKEREL_CONTAINER_PLATFORM: '" + name + "' is deprecated; write ecs");
    }

    @Test
    void anUnknownPlatformIsAnsweredWithTheKnownOnes() {
        // Given
        Loading loading = Loading.with("MACKEREL_CONTAINER_PLATFORM", "docker").and("MACKEREL_ECS_SOURCE", "v5");

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "MACKEREL_CONTAINER_PLATFORM: 'docker' is no platform;"
                                + " use one of auto, ecs, kubernetes, eks_fargate, none",
                        "MACKEREL_ECS_SOURCE: 'v5' is no ECS source; use one of v4, v3, v2, introspection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.170.2/v4", "https://169.254.170.2/v4", "http:///v4", "http://a b/", "/v4"})
    void aMetadataAddressThatCannotBeAskedIsAProblem(String uri) {
        // Given
        Loading loading = Loading.with("ECS_CONTAINER_METADATA_URI_V4", uri);

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("ECS_CONTAINER_METADATA_URI_V4: is no http:// URL with a host");
    }

    @Test
    void aMetadataAddressWithAnUnderscoreInItsHostIsAnsweredWithWhatHostsHold() {
        // Given
        Loading loading = Loading.with("ECS_CONTAINER_METADATA_URI", "http://ecs_metadata/v3");

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("ECS_CONTAINER_METADATA_URI: has a wrong host or port: host names hold");
    }
}
