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
                        Loading.NO_ECS,
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
                .and("MACKEREL_ECS_METADATA_V2_URI", "http://127.0.0.1:8080/v2")
                .and("MACKEREL_ECS_INTROSPECTION_URI", "http://172.17.0.1:51678")
                .and("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1338")
                .and("MACKEREL_DOCKER_SOCKET", "/host/var/run/docker.sock")
                .and("MACKEREL_CGROUP_ROOT", "/cgroup")
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
                URI.create("http://127.0.0.1:8080/v2"),
                URI.create("http://172.17.0.1:51678"),
                URI.create("http://127.0.0.1:1338"),
                Path.of("/host/var/run/docker.sock"),
                Path.of("/cgroup"),
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

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8080,         http://127.0.0.1:8080/v2",
        "http://127.0.0.1:8080/,        http://127.0.0.1:8080/v2",
        "http://127.0.0.1:8080/v2,      http://127.0.0.1:8080/v2",
        "http://127.0.0.1:8080/stand,   http://127.0.0.1:8080/stand",
    })
    void theAddressOfVersion2MayLeaveItsUsualPathOut(String given, URI expected) {
        // Given
        Loading loading = Loading.with("MACKEREL_ECS_METADATA_V2_URI", given);

        // When
        EcsConfig ecs = loading.config().platform().ecs();

        // Then
        assertThat(ecs.metadataUriV2()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/run/docker.sock, /run/docker.sock", "unix:///run/docker.sock, /run/docker.sock"})
    void theDockerSocketMayBeSpelledAsDockerDoes(String given, Path expected) {
        // Given
        Loading loading = Loading.with("MACKEREL_DOCKER_SOCKET", given);

        // When
        EcsConfig ecs = loading.config().platform().ecs();

        // Then
        assertThat(ecs.dockerSocket()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://127.0.0.1", "169.254.169.254", "http://[fd00:ec2::254"})
    void anAddressOfInstanceMetadataThatIsOfNoUseEndsNothing(String given) {
        // Given
        Loading loading = Loading.with("AWS_EC2_METADATA_SERVICE_ENDPOINT", given);

        // When
        EcsConfig ecs = loading.config().platform().ecs();

        // Then
        assertThat(ecs.instanceMetadataUri()).isEqualTo(URI.create("http://169.254.169.254"));
        assertThat(loading.warnings())
                .containsExactly("AWS_EC2_METADATA_SERVICE_ENDPOINT: is no http:// URL with a host;"
                        + " http://169.254.169.254 is used");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker.sock", "tcp://127.0.0.1:2375", "unix://docker.sock"})
    void whatIsNoPathOfASocketIsAProblem(String given) {
        // Given
        Loading loading = Loading.with("MACKEREL_DOCKER_SOCKET", given);

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems)
                .containsExactly(
                        "MACKEREL_DOCKER_SOCKET: is no absolute path of a unix socket, like" + " /var/run/docker.sock");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ECS_CONTAINER_METADATA_URI_V4  | http://127.0.0.1/v4 | 10.0.0.1 | ECS",
                "ECS_CONTAINER_METADATA_URI     | http://127.0.0.1/v3 | 10.0.0.1 | ECS",
                "MACKEREL_ECS_METADATA_V2_URI   | http://127.0.0.1/v2 |          | ECS",
                "MACKEREL_ECS_INTROSPECTION_URI | http://127.0.0.1:51 |          | ECS",
                "MACKEREL_ECS_INTROSPECTION_URI | http://127.0.0.1:51 | 10.0.0.1 | KUBERNETES",
                "MACKEREL_ECS_SOURCE            | v2                  |          | ECS",
                "MACKEREL_ECS_SOURCE            | v2                  | 10.0.0.1 | KUBERNETES",
                "MACKEREL_DOCKER_SOCKET         | /run/docker.sock    |          | AUTO",
            })
    void thePlatformIsFoundByWhatIsSet(String variable, String value, String apiServer, PlatformChoice expected) {
        // Given
        Loading loading = Loading.with(variable, value)
                .and("KUBERNETES_SERVICE_HOST", apiServer == null ? "" : apiServer)
                .and("MACKEREL_KUBERNETES_KUBELET_HOST", "10.0.0.2")
                .and("MACKEREL_KUBERNETES_NAMESPACE", "team-a")
                .and("MACKEREL_KUBERNETES_POD_NAME", "demo-0");

        // When
        PlatformConfig platform = loading.config().platform();

        // Then
        assertThat(platform.effective()).isEqualTo(expected);
    }
}
