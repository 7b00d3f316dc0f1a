package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesConfigTest {
    private static final String KUBELET_HOST = "MACKEREL_KUBERNETES_KUBELET_HOST";
    private static final String NAMESPACE = "MACKEREL_KUBERNETES_NAMESPACE";
    private static final String POD_NAME = "MACKEREL_KUBERNETES_POD_NAME";
    private static final String NODE_NAME = "MACKEREL_KUBERNETES_NODE_NAME";
    private static final String KUBELET_PORT = "MACKEREL_KUBERNETES_KUBELET_PORT";
    private static final String READ_ONLY_PORT = "MACKEREL_KUBERNETES_KUBELET_READ_ONLY_PORT";
    private static final String INSECURE_TLS = "MACKEREL_KUBERNETES_KUBELET_INSECURE_TLS";

    static List<String> hostileNames() {
        return List.of(
                "../x",
                "..",
                ".",
                "a/b",
                "a/b?c",
                "a?b=c",
                "a#b",
                "a%2fb",
                "a\nb",
                "a\tb",
                "a b",
                "a\0b",
                "Upper",
                "DEMO",
                "-a",
                "a-",
                "a..b",
                ".a",
                "a.",
                "a_b",
                "d\u00e9mo",
                "\u0430",
                "a:b",
                "a@b",
                "[::1]",
                "a".repeat(300),
                "a".repeat(1_000_000));
    }

    @Test
    void allThatKubernetesNeedsIsAskedForAtOnce() {
        // Given
        Loading loading = Loading.with("MACKEREL_CONTAINER_PLATFORM", "kubernetes");

        // When
        List<String> problems = loading.problems();

        // Then
        assertThat(problems)
                .containsExactlyInAnyOrder(
                        KUBELET_HOST + ": is missing; set it from the field status.hostIP by the downward API",
                        NAMESPACE + ": is missing; set it from the field metadata.namespace by the downward API",
                        POD_NAME + ": is missing; set it from the field metadata.name by the downward API");
    }

    @Test
    void onEksFargateTheNodesNameIsNeededToo() {
        // Given
        Loading loading = pod().and("MACKEREL_CONTAINER_PLATFORM", "eks_fargate");

        // When
        List<String> problems = loading.problems();

        // Then
        assertThat(problems)
                .containsExactly(NODE_NAME + ": is missing; set it from the field spec.nodeName by the downward API");
    }

    @Test
    void aPodThatIsFoundByItselfNeedsTheSame() {
        // Given
        Loading loading = Loading.with("KUBERNETES_SERVICE_HOST", "10.0.0.1");

        // When
        List<String> problems = loading.problems();

        // Then
        assertThat(problems).hasSize(3).allMatch(problem -> problem.contains(": is missing; "));
    }

    @Test
    void wrongAndMissingOnesAreToldTogetherAndEachOnce() {
        // Given
        Loading loading = Loading.with("MACKEREL_CONTAINER_PLATFORM", "eks_fargate")
                .and(KUBELET_HOST, "http://10.0.0.2")
                .and(POD_NAME, "Demo")
                .and(NODE_NAME, "node/1")
                .and(KUBELET_PORT, "0")
                .and(READ_ONLY_PORT, "70000");

        // When
        List<String> problems = loading.problems();

        // Then
        assertThat(problems)
                .containsExactlyInAnyOrder(
                        KUBELET_HOST + ": is no host name or IP address",
                        KUBELET_PORT + ": must be a port from 1 to 65535",
                        READ_ONLY_PORT + ": is no port; ports lie between 1 and 65535",
                        NAMESPACE + ": is missing; set it from the field metadata.namespace by the downward API",
                        NODE_NAME + ": is no node name of Kubernetes; take it from the field spec.nodeName by the"
                                + " downward API",
                        POD_NAME + ": is no pod name of Kubernetes; take it from the field metadata.name by the"
                                + " downward API");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void anEmptyValueIsNoValue(String empty) {
        // Given
        Loading loading = pod().and(POD_NAME, empty);

        // When
        List<String> problems = loading.problems();

        // Then
        assertThat(problems).singleElement().asString().startsWith(POD_NAME + ": is missing");
    }

    @ParameterizedTest
    @CsvSource({"ECS_CONTAINER_METADATA_URI_V4, http://127.0.0.1/v4", "MACKEREL_CONTAINER_PLATFORM, none"})
    void onAnotherPlatformNothingOfKubernetesIsNeeded(String variable, String value) {
        // Given
        Loading loading = Loading.with(variable, value).and("KUBERNETES_SERVICE_HOST", "10.0.0.1");

        // When
        KubernetesConfig kubernetes = loading.config().platform().kubernetes();

        // Then
        assertThat(kubernetes.kubeletHost()).isNull();
        assertThat(kubernetes.namespace()).isNull();
        assertThat(kubernetes.podName()).isNull();
        assertThat(kubernetes.nodeName()).isNull();
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void whatCannotBeANameNeverGetsIntoAUrl(String name) {
        // Given
        Loading loading = Loading.with("MACKEREL_CONTAINER_PLATFORM", "kubernetes")
                .and(KUBELET_HOST, "10.0.0.2")
                .and(NAMESPACE, name)
                .and(POD_NAME, name)
                .and(NODE_NAME, name);

        // When
        List<String> problems = loading.problems();

        // Then
        assertThat(problems)
                .containsExactlyInAnyOrder(
                        NAMESPACE + ": is no namespace of Kubernetes; take it from the field metadata.namespace by the"
                                + " downward API",
                        POD_NAME + ": is no pod name of Kubernetes; take it from the field metadata.name by the"
                                + " downward API",
                        NODE_NAME + ": is no node name of Kubernetes; take it from the field spec.nodeName by the"
                                + " downward API");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "demo-0", "0", "a.b", "demo-7f9c6d-x2x4z", "ip-10-0-0-2.ec2.internal", "a--b"})
    void namesAsKubernetesGivesThemAreTaken(String name) {
        // Given
        Loading loading = pod().and(POD_NAME, name).and(NODE_NAME, name);

        // When
        KubernetesConfig kubernetes = loading.config().platform().kubernetes();

        // Then
        assertThat(kubernetes.podName()).isEqualTo(name);
        assertThat(kubernetes.nodeName()).isEqualTo(name);
    }

    @Test
    void theLongestNamesAreTakenAndLongerOnesAreNot() {
        // Given
        String label = "a".repeat(63);
        String subdomain = "a".repeat(253);

        // When
        KubernetesConfig kubernetes = pod().and(NAMESPACE, label)
                .and(POD_NAME, subdomain)
                .config()
                .platform()
                .kubernetes();
        List<String> problems =
                pod().and(NAMESPACE, label + "a").and(POD_NAME, subdomain + "a").problems();

        // Then
        assertThat(kubernetes.namespace()).isEqualTo(label);
        assertThat(kubernetes.podName()).isEqualTo(subdomain);
        assertThat(problems).hasSize(2);
    }

    @Test
    void aNamespaceHasNoDots() {
        assertThat(pod().and(NAMESPACE, "a.b").problems())
                .singleElement()
                .asString()
                .startsWith(NAMESPACE + ": is no namespace");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.2, 10.0.0.2, 10.0.0.2",
        "node-1, node-1, node-1",
        "Node-1.Example.com, Node-1.Example.com, Node-1.Example.com",
        "fd00::2, fd00::2, [fd00::2]",
        "[fd00::2], fd00::2, [fd00::2]",
        "::ffff:10.0.0.2, ::ffff:10.0.0.2, [::ffff:10.0.0.2]",
        "localhost, localhost, localhost"
    })
    void aHostIsAnAddressWithOrWithoutBracketsOrAName(String given, String host, String inUrl) {
        // When
        KubernetesConfig kubernetes = pod().and(KUBELET_HOST, given)
                .and("KUBERNETES_SERVICE_HOST", given)
                .config()
                .platform()
                .kubernetes();

        // Then
        assertThat(kubernetes.kubeletHost()).isEqualTo(host);
        assertThat(kubernetes.apiServer()).isEqualTo(new HostAndPort(host, 443));
        assertThat(URI.create("https://" + kubernetes.apiServer() + "/").getHost())
                .isEqualTo(inUrl);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.2:10250",
                "[fd00::2]:10250",
                "[fd00::2",
                "fd00::2]",
                "[]",
                ":",
                "https://10.0.0.2",
                "a/b",
                "a b",
                "a@b",
                "user:password@host",
                "a?b",
                "a#b",
                "a_b",
                "-a",
                "a-",
                "a\nb",
                "%2e",
                "fd00:::2",
                "12345::1",
                "999.1.1.1",
                "10.0.0",
                "10.0.0.0.2",
                "a..b",
                "a.-b",
                "node.1"
            })
    void whatCannotStandForAHostInAUrlIsAProblem(String host) {
        // Given
        Loading loading = pod().and(KUBELET_HOST, host).and("KUBERNETES_SERVICE_HOST", host);

        // When
        List<String> problems = loading.problems();

        // Then
        assertThat(problems)
                .containsExactlyInAnyOrder(
                        KUBELET_HOST + ": is no host name or IP address",
                        "KUBERNETES_SERVICE_HOST: is no host name or IP address");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "65535, 65535", "010250, ", "65536, ", "0, ", "-1, ", "+1, ", "1e4, ", "ten, ", "1 0, ", "1.0, "
    })
    void aPortLiesBetween1And65535(String given, Integer port) {
        // Given
        Loading loading = pod().and(KUBELET_PORT, given);

        // When
        ConfigOutcome outcome = loading.outcome();

        // Then
        if (port == null) {
            assertThat(outcome).isInstanceOf(ConfigOutcome.Invalid.class);
            assertThat(loading.problems()).singleElement().asString().startsWith(KUBELET_PORT + ": ");
        } else {
            assertThat(loading.config().platform().kubernetes().kubeletPort()).isEqualTo(port);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "10255, 10255", ", "})
    void theReadOnlyPortMayBeExcludedSetOrLeftOpen(String given, Integer port) {
        // Given
        Loading loading = given == null ? pod() : pod().and(READ_ONLY_PORT, given);

        // When
        KubernetesConfig kubernetes = loading.config().platform().kubernetes();

        // Then
        assertThat(kubernetes.readOnlyPort()).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource({
        "1, true",
        "true, true",
        "TRUE, true",
        "yes, true",
        "on, true",
        "anything, true",
        "-, true",
        "00, true",
        "0, false",
        "false, false",
        "False, false",
        "no, false",
        "NO, false",
        "'', false",
        "' ', false"
    })
    void anyWordButANoSwitchesTheCheckOfTheCertificateOff(String given, boolean insecure) {
        // Given
        Loading loading = pod().and(INSECURE_TLS, given);

        // When
        KubernetesConfig kubernetes = loading.config().platform().kubernetes();

        // Then
        assertThat(kubernetes.kubeletInsecureTls()).isEqualTo(insecure);
    }

    private static Loading pod() {
        return Loading.with("MACKEREL_CONTAINER_PLATFORM", "kubernetes")
                .and(KUBELET_HOST, "10.0.0.2")
                .and(NAMESPACE, "team-a")
                .and(POD_NAME, "demo-0");
    }
}
