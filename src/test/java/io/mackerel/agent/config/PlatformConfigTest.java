package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformConfigTest {
    private static final Path SERVICEACCOUNT_DIR = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    @Test
    void nothingGivenMeansTheDefaults() {
        // Given
        Loading loading = Loading.with("PATH", "/bin");

        // When
        PlatformConfig platform = loading.config().platform();

        // Then
        assertThat(platform)
                .isEqualTo(new PlatformConfig(
                        PlatformChoice.AUTO,
                        new EcsConfig(null, null, null, null),
                        new KubernetesConfig(
                                null, null, 10250, null, false, null, SERVICEACCOUNT_DIR, null, null, null)));
    }

    @Test
    void everyVariableIsRead() {
        // Given
        Loading loading = Loading.with("MACKEREL_CONTAINER_PLATFORM", "eks_fargate")
                .and("KUBERNETES_SERVICE_HOST", "10.0.0.1")
                .and("MACKEREL_ECS_SOURCE", "introspection")
                .and("ECS_CONTAINER_METADATA_URI_V4", "http://169.254.170.2/v4/abc-1")
                .and("ECS_CONTAINER_METADATA_URI", "http://169.254.170.2/v3/abc-1")
                .and("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE")
                .and("KUBERNETES_SERVICE_PORT", "6443")
                .and("MACKEREL_KUBERNETES_KUBELET_HOST", "10.0.0.2")
                .and("MACKEREL_KUBERNETES_KUBELET_PORT", "10251")
                .and("MACKEREL_KUBERNETES_KUBELET_READ_ONLY_PORT", "0")
                .and("MACKEREL_KUBERNETES_KUBELET_INSECURE_TLS", "1")
                .and("MACKEREL_KUBERNETES_KUBELET_CA_FILE", "/ca.crt")
                .and("MACKEREL_KUBERNETES_SERVICEACCOUNT_DIR", "/token")
                .and("MACKEREL_KUBERNETES_NAMESPACE", "team-a")
                .and("MACKEREL_KUBERNETES_POD_NAME", "demo-0")
                .and("MACKEREL_KUBERNETES_NODE_NAME", "ip-10-0-0-2.ec2.internal");

        // When
        PlatformConfig platform = loading.config().platform();

        // Then
        EcsConfig ecs = new EcsConfig(
                EcsSource.INTROSPECTION,
                URI.create("http://169.254.170.2/v4/abc-1"),
                URI.create("http://169.254.170.2/v3/abc-1"),
                "AWS_ECS_FARGATE");
        KubernetesConfig kubernetes = new KubernetesConfig(
                new HostAndPort("10.0.0.1", 6443),
                "10.0.0.2",
                10251,
                0,
                true,
                Path.of("/ca.crt"),
                Path.of("/token"),
                "team-a",
                "demo-0",
                "ip-10-0-0-2.ec2.internal");
        assertThat(platform).isEqualTo(new PlatformConfig(PlatformChoice.EKS_FARGATE, ecs, kubernetes));
    }

    @ParameterizedTest
    @CsvSource({"ecs, ECS", "none, NONE", "auto, AUTO", "ECS, ECS"})
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
