package io.mackerel.agent.platform.kubernetes;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.mackerel.agent.config.HostAndPort;
import io.mackerel.agent.config.KubernetesConfig;
import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.metric.ContainerName;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.platform.ContainerFilter;
import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;
import io.mackerel.agent.platform.WorkloadState;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One server stands for API server and secure port, another for the read-only port. */
@QuarkusTest
class KubernetesPlatformTest {
    private static final Instant NOW = Instant.parse("2026-11-22T14:09:59.5Z");
    private static final Path PROC = Path.of("src/test/resources/fixtures/proc/arm64");
    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static final String POD = "/api/v1/namespaces/team-a/pods/demo";
    private static final String STATS = "/stats/summary";
    private static final String NODE_PROXY = "/api/v1/nodes/n1/proxy/stats/summary";
    private static final int NOBODY = 1;
    private static final String TOKEN = "header."
            + Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString("{\"sub\": \"system:serviceaccount:team-a:agent\"}".getBytes(UTF_8))
            + ".signature";

    @TempDir
    private static Path certificates;

    private static TestCertificate certificate;
    private static WireMockServer cluster;
    private static WireMockServer readOnlyPort;

    @Inject
    Vertx vertx;

    @TempDir
    private Path serviceAccount;

    private final AtomicLong nanoTime = new AtomicLong();
    private KubernetesPlatform platform;

    @BeforeAll
    static void start() {
        certificate = TestCertificate.in(certificates, "cluster");
        cluster = new WireMockServer(options()
                .httpDisabled(true)
                .dynamicHttpsPort()
                .keystorePath(certificate.keyStore().toString())
                .keystoreType("PKCS12")
                .keystorePassword(TestCertificate.PASSWORD)
                .keyManagerPassword(TestCertificate.PASSWORD));
        cluster.start();
        readOnlyPort = new WireMockServer(options().dynamicPort());
        readOnlyPort.start();
    }

    @AfterAll
    static void stop() {
        cluster.stop();
        readOnlyPort.stop();
    }

    @BeforeEach
    void everythingIsForbidden() throws IOException {
        cluster.resetAll();
        readOnlyPort.resetAll();
        Files.copy(certificate.pem(), serviceAccount.resolve("ca.crt"));
        Files.writeString(serviceAccount.resolve("token"), TOKEN);
        cluster.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(403).withBody("Forbidden")));
        cluster.stubFor(post(REVIEWS).willReturn(okJson("{\"status\": {\"allowed\": false}}")));
        readOnlyPort.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404)));
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void withTheLeastRightsTheAgentWorksAndAsksForNothingElse() throws PlatformException {
        // Given
        allow(Right.GET_PODS, Right.GET_NODES_STATS);
        answer(POD, okJson(pod("Running", "false")));
        answer(STATS, okJson(stats("2026-11-22T14:08:30Z")));
        platform = platform(config(null));

        // When
        platform.preflight();
        WorkloadState state = platform.state();
        Workload workload = platform.workload();
        Snapshot first = platform.snapshot();
        Snapshot second = platform.snapshot();

        // Then
        assertThat(state).isEqualTo(new WorkloadState.Running(workload));
        assertThat(workload.identity()).isEqualTo("pod-uid.kubernetes");
        assertThat(first.containers())
                .extracting(container -> container.name())
                .containsExactlyInAnyOrder(new ContainerName("app"), new ContainerName("proxy"));
        assertThat(first.takenAt()).isEqualTo(NOW);
        assertThat(first.interfaces()).isEqualTo(machine().interfaceCounters()).isNotEmpty();
        assertThat(second.containers()).hasSize(2);
        assertThat(requests())
                .containsExactlyInAnyOrder(
                        "POST " + REVIEWS,
                        "POST " + REVIEWS,
                        "POST " + REVIEWS,
                        "POST " + REVIEWS,
                        "GET " + POD,
                        "GET " + STATS,
                        "GET " + STATS,
                        "GET " + STATS);
        assertThat(readOnlyPort.getAllServeEvents()).isEmpty();
    }

    @Test
    void whatThePreflightFoundIsTold() throws PlatformException {
        // Given
        allow(Right.GET_PODS, Right.GET_NODES_STATS);
        answer(POD, okJson(pod("Running", "false")));
        answer(STATS, okJson(stats("2026-11-22T14:08:30Z")));
        platform = platform(config(null));

        // When
        platform.preflight();

        // Then
        assertThat(platform.found())
                .contains("what this service account may do: account=system:serviceaccount:team-a:agent")
                .anySatisfy(line -> assertThat(line).matches(" *get nodes/stats +yes .*"))
                .endsWith("pod read from: api-server", "statistics read from: kubelet");
    }

    @Test
    void onAnOlderClusterThePodComesFromTheKubelet() throws PlatformException {
        // Given
        allow(Right.GET_NODES_STATS, Right.GET_NODES_PROXY);
        answer("/pods", okJson("{\"items\": [" + pod("Running", "false") + "]}"));
        answer(STATS, okJson(stats("2026-11-22T14:08:30Z")));
        platform = platform(config(0));

        // When
        platform.preflight();

        // Then
        assertThat(platform.workload().identity()).isEqualTo("pod-uid.kubernetes");
        assertThat(platform.snapshot().containers()).hasSize(2);
        assertThat(requests()).doesNotContain("GET " + POD, "GET " + NODE_PROXY);
    }

    @Test
    void whatIsForbiddenAllTheSameTriesTheNext() throws PlatformException {
        // Given
        allow(Right.GET_PODS, Right.GET_NODES_STATS, Right.GET_NODES_PROXY);
        answer("/pods", okJson("{\"items\": [" + pod("Running", "false") + "]}"));
        answer(NODE_PROXY, okJson(stats("2026-11-22T14:08:30Z")));
        platform = platform(config(0));

        // When
        platform.preflight();

        // Then
        assertThat(platform.snapshot().containers()).hasSize(2);
        assertThat(requests()).contains("GET " + POD, "GET /pods", "GET " + STATS, "GET " + NODE_PROXY);
    }

    @Test
    void aReadOnlyPortThatWasSetComesFirst() throws PlatformException {
        // Given
        allow(Right.GET_PODS, Right.GET_NODES_STATS);
        answer(POD, okJson(pod("Running", "false")));
        readOnlyPort.stubFor(get(urlPathEqualTo(STATS)).willReturn(okJson(stats("2026-11-22T14:08:30Z"))));
        platform = platform(config(readOnlyPort.port()));

        // When
        platform.preflight();

        // Then
        assertThat(platform.snapshot().containers()).hasSize(2);
        assertThat(requests()).doesNotContain("GET " + STATS);
    }

    @Test
    void withoutATokenTheReadOnlyPortIsEnough() throws IOException, PlatformException {
        // Given
        Files.delete(serviceAccount.resolve("token"));
        readOnlyPort.stubFor(
                get(urlPathEqualTo("/pods")).willReturn(okJson("{\"items\": [" + pod("Running", "false") + "]}")));
        readOnlyPort.stubFor(get(urlPathEqualTo(STATS)).willReturn(okJson(stats("2026-11-22T14:08:30Z"))));
        platform = platform(config(readOnlyPort.port()));

        // When
        platform.preflight();

        // Then
        assertThat(platform.snapshot().containers()).hasSize(2);
        assertThat(requests()).isEmpty();
    }

    @Test
    void whereNothingIsAllowedTheRulesAreTold() {
        // Given
        platform = platform(config(0));

        // When
        NotPermittedException refusal = catchThrowableOfType(NotPermittedException.class, () -> platform.preflight());

        // Then
        assertThat(refusal.getMessage())
                .contains("apply this and start the agent again:\n---\n")
                .contains("resources: [\"pods\"]")
                .contains("resources: [\"nodes/stats\"]")
                .doesNotContain("nodes/proxy");
    }

    @Test
    void withoutATokenNoRuleHelps() throws IOException {
        // Given
        Files.delete(serviceAccount.resolve("token"));
        platform = platform(config(0));

        // When
        NotPermittedException refusal = catchThrowableOfType(NotPermittedException.class, () -> platform.preflight());

        // Then
        assertThat(refusal.getMessage())
                .contains("no service account token in " + serviceAccount)
                .doesNotContain("kind: Role");
    }

    @Test
    void whereNoApiServerIsKnownTheKubeletHasToTellOfThePod() {
        // Given
        platform = platform(config(null, 0, null));

        // When
        NotPermittedException refusal = catchThrowableOfType(NotPermittedException.class, () -> platform.preflight());

        // Then
        assertThat(refusal.getMessage())
                .contains("resources: [\"nodes/stats\", \"nodes/pods\"]")
                .doesNotContain("kind: Role\n");
    }

    @Test
    void aNodeNameThatLeadsElsewhereIsNotAskedFor() throws PlatformException {
        // Given
        allow(Right.GET_PODS, Right.GET_NODES_PROXY);
        answer(POD, okJson(pod("Running", "false").replace("\"n1\"", "\"n1/proxy/run?x=\"")));
        readOnlyPort.stubFor(get(urlPathEqualTo(STATS)).willReturn(aResponse().withStatus(500)));
        platform = platform(config(0));

        // When
        platform.preflight();

        // Then
        assertThat(platform.snapshot().trouble()).contains("a node that cannot be");
        assertThat(requests()).noneMatch(request -> request.contains("/nodes/"));
    }

    @Test
    void anAccountThatTheTokenDoesNotNameIsToldToBeAGuess() throws IOException {
        // Given
        Files.writeString(serviceAccount.resolve("token"), "opaque");
        platform = platform(config(0));

        // When
        NotPermittedException refusal = catchThrowableOfType(NotPermittedException.class, () -> platform.preflight());

        // Then
        assertThat(refusal.getMessage()).contains("the token does not name its account", "name: \"default\"");
    }

    @Test
    void onlyWhatIsMissingIsTold() {
        // Given
        allow(Right.GET_PODS);
        answer(POD, okJson(pod("Running", "false")));
        platform = platform(config(0));

        // When
        NotPermittedException refusal = catchThrowableOfType(NotPermittedException.class, () -> platform.preflight());

        // Then
        assertThat(refusal.getMessage())
                .contains("resources: [\"nodes/stats\"]")
                .doesNotContain("kind: Role\n");
    }

    @Test
    void aReadOnlyPortThatWasSetNeverEndsTheAgent() {
        // Given
        platform = platform(config(NOBODY));

        // When, Then
        assertThatCode(() -> platform.preflight()).doesNotThrowAnyException();
        assertThatExceptionOfType(PlatformException.class)
                .isThrownBy(() -> platform.state())
                .isNotInstanceOf(NotPermittedException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anApiServerThatDoesNotAnswerLeavesWhatTheKubeletAllows(boolean isGone) throws PlatformException {
        // Given
        cluster.stubFor(post(REVIEWS).willReturn(aResponse().withStatus(500)));
        answer("/pods", okJson("{\"items\": [" + pod("Running", "false") + "]}"));
        answer(STATS, okJson(stats("2026-11-22T14:08:30Z")));
        platform = platform(config(isGone ? new HostAndPort("127.0.0.1", NOBODY) : apiServer(), 0, null));

        // When
        platform.preflight();

        // Then
        assertThat(platform.state()).isInstanceOf(WorkloadState.Running.class);
        assertThat(platform.snapshot().containers()).hasSize(2);
    }

    @Test
    void aKubeletThatIsDownAtTheStartIsWaitedFor() throws PlatformException {
        // Given
        allow(Right.GET_NODES_STATS, Right.GET_NODES_PODS);
        answer("/pods", aResponse().withStatus(503));
        answer(STATS, aResponse().withStatus(503));
        platform = platform(config(0));
        platform.preflight();
        PlatformException down = catchThrowableOfType(PlatformException.class, () -> platform.workload());
        answer("/pods", okJson("{\"items\": [" + pod("Running", "false") + "]}"));

        // When
        Workload workload = platform.workload();

        // Then
        assertThat(down).isNotInstanceOf(NotPermittedException.class).hasMessageContaining("/pods answered 503");
        assertThat(workload.identity()).isEqualTo("pod-uid.kubernetes");
    }

    @Test
    void whatTurnsOutToBeForbiddenOnlyLaterIsToldThen() throws PlatformException {
        // Given
        allow(Right.GET_NODES_STATS, Right.GET_PODS);
        answer(POD, aResponse().withStatus(503));
        answer(STATS, okJson(stats("2026-11-22T14:08:30Z")));
        platform = platform(config(0));
        platform.preflight();
        answer(POD, aResponse().withStatus(403));

        // When, Then
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(() -> platform.state())
                .withMessageContaining("resources: [\"pods\"]");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 500})
    void afterAGoodStartEachTroubleIsAnOutage(int status) throws PlatformException {
        // Given
        allow(Right.GET_PODS, Right.GET_NODES_STATS, Right.GET_NODES_PROXY);
        answer(POD, okJson(pod("Running", "false")));
        answer(STATS, okJson(stats("2026-11-22T14:08:30Z")));
        platform = platform(config(null));
        platform.preflight();
        answer(STATS, aResponse().withStatus(status));
        Snapshot outage = platform.snapshot();
        answer(STATS, okJson(stats("2026-11-22T14:08:30Z")));

        // When
        Snapshot after = platform.snapshot();

        // Then
        assertThat(outage.trouble()).contains("answered " + status);
        assertThat(outage.containers()).isEmpty();
        assertThat(outage.interfaces()).isEqualTo(machine().interfaceCounters());
        assertThat(after.trouble()).isNull();
        assertThat(after.containers()).hasSize(2);
        assertThat(requests()).doesNotContain("GET " + NODE_PROXY);
    }

    @Test
    void onFargateOnlyTheApiServerIsAsked() throws PlatformException {
        // Given
        allow(Right.GET_PODS, Right.GET_NODES_PROXY);
        answer(POD, okJson(pod("Running", "false")));
        answer(NODE_PROXY, okJson(stats("2026-11-22T14:08:30Z")));
        platform = platform(config(apiServer(), null, "n1"), false);

        // When
        platform.preflight();

        // Then
        assertThat(platform.snapshot().containers()).hasSize(2);
        assertThat(requests()).doesNotContain("GET /pods", "GET " + STATS);
    }

    @Test
    void onFargateTheNodeProxyIsWhatHasToBeAllowed() {
        // Given
        allow(Right.GET_PODS, Right.GET_NODES_STATS);
        answer(POD, okJson(pod("Running", "false")));
        platform = platform(config(apiServer(), null, "n1"), false);

        // When, Then
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(() -> platform.preflight())
                .withMessageContaining("resources: [\"nodes/proxy\"]");
    }

    @ParameterizedTest
    @CsvSource({"Pending", "Succeeded", "Failed", "Unknown"})
    void onlyARunningPodRuns(String phase) throws PlatformException {
        // Given
        allow(Right.GET_PODS, Right.GET_NODES_STATS);
        answer(POD, okJson(pod(phase, "false")));
        answer(STATS, okJson("{\"pods\": []}"));
        platform = platform(config(null));
        platform.preflight();

        // When
        WorkloadState state = platform.state();

        // Then
        assertThat(state).isEqualTo(new WorkloadState.Starting("the pod's phase is " + phase));
    }

    @Test
    void aPodThatTheKubeletHasNotMeasuredYetIsAwaited() throws PlatformException {
        // Given
        allow(Right.GET_PODS, Right.GET_NODES_STATS);
        answer(POD, okJson(pod("Running", "false")));
        answer(STATS, okJson("{\"pods\": []}"));
        platform = platform(config(null));
        platform.preflight();

        // When
        Snapshot snapshot = platform.snapshot();

        // Then
        assertThat(snapshot.containers()).isEmpty();
        assertThat(snapshot.omissions()).hasSize(2).allMatch(Snapshot.Omission::passing);
    }

    @Test
    void theNodesNetworkIsNotThePods() throws PlatformException {
        // Given
        allow(Right.GET_PODS, Right.GET_NODES_STATS);
        answer(POD, okJson(pod("Running", "true")));
        answer(STATS, okJson(stats("2026-11-22T14:08:30Z")));
        platform = platform(config(null));
        platform.preflight();

        // When
        Snapshot snapshot = platform.snapshot();

        // Then
        assertThat(snapshot.interfaces()).isEmpty();
        assertThat(snapshot.containers()).hasSize(2);
    }

    @Test
    void aContainerThatWasStartedAgainHasThePodReadAnew() throws PlatformException {
        // Given
        allow(Right.GET_PODS, Right.GET_NODES_STATS);
        answer(POD, okJson(pod("Running", "false")));
        answer(STATS, okJson(stats("2026-11-22T14:08:30Z")));
        platform = platform(config(null));
        platform.preflight();
        platform.snapshot();
        platform.snapshot();
        long before = podsRead();
        nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
        answer(STATS, okJson(stats("2026-11-22T15:00:00Z")));

        // When
        platform.snapshot();
        platform.snapshot();

        // Then
        assertThat(before).isEqualTo(1);
        assertThat(podsRead()).isEqualTo(2);
    }

    @Test
    void thePodIsReadAnewAfterFiveMinutes() throws PlatformException {
        // Given
        allow(Right.GET_PODS, Right.GET_NODES_STATS);
        answer(POD, okJson(pod("Running", "false")));
        answer(STATS, okJson(stats("2026-11-22T14:08:30Z")));
        platform = platform(config(null));
        platform.preflight();

        // When
        for (int minute = 0; minute < 10; minute++) {
            platform.snapshot();
            nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
        }

        // Then
        assertThat(podsRead()).isEqualTo(2);
    }

    @Test
    void theDescriptionSaysWhereItReads() {
        // Given
        platform = platform(config(apiServer(), null, null));

        // When
        String description = platform.description();

        // Then
        assertThat(description)
                .isEqualTo("platform=kubernetes pod=team-a/demo kubelet=127.0.0.1:%1$d api_server=127.0.0.1:%1$d"
                        .formatted(cluster.httpsPort()));
    }

    private static void allow(Right... rights) {
        for (Right right : rights) {
            String[] resource = right.resource().split("/", -1);
            cluster.stubFor(post(REVIEWS)
                    .withRequestBody(matchingJsonPath("$.spec.resourceAttributes[?(@.resource == '" + resource[0] + "'"
                            + (resource.length > 1
                                    ? " && @.subresource == '" + resource[1] + "'"
                                    : " && !(@.subresource)")
                            + ")]"))
                    .willReturn(okJson("{\"status\": {\"allowed\": true}}").withStatus(201)));
        }
    }

    private static void answer(String path, ResponseDefinitionBuilder response) {
        cluster.stubFor(get(urlPathEqualTo(path)).willReturn(response));
    }

    private static String pod(String phase, String hostNetwork) {
        return """
                {"metadata": {"name": "demo", "namespace": "team-a", "uid": "pod-uid"},
                 "spec": {"nodeName": "n1", "hostNetwork": %s, "containers": [{"name": "app"}],
                          "initContainers": [{"name": "setup"}, {"name": "proxy", "restartPolicy": "Always"}]},
                 "status": {"phase": "%s",
                            "containerStatuses": [{"name": "app", "state": {"running": {}}}],
                            "initContainerStatuses": [{"name": "proxy", "state": {"running": {}}}]}}
                """.formatted(hostNetwork, phase);
    }

    private static String stats(String startOfApp) {
        String container = """
                {"name": "%s", "startTime": "%s",
                 "cpu": {"time": "2026-11-22T14:09:50Z", "usageCoreNanoSeconds": 1000000},
                 "memory": {"time": "2026-11-22T14:09:50Z", "workingSetBytes": 4096}}
                """;
        return """
                {"pods": [{"podRef": {"name": "demo", "namespace": "team-a", "uid": "pod-uid"},
                           "containers": [%s, %s, {"name": "setup", "cpu": {"time": null}, "memory": {"time": null}}]}]}
                """.formatted(
                        container.formatted("app", startOfApp), container.formatted("proxy", "2026-11-22T14:08:30Z"));
    }

    private static HostAndPort apiServer() {
        return new HostAndPort("127.0.0.1", cluster.httpsPort());
    }

    private KubernetesConfig config(Integer readOnlyPort) {
        return config(apiServer(), readOnlyPort, null);
    }

    private KubernetesConfig config(HostAndPort apiServer, Integer readOnlyPort, String nodeName) {
        return new KubernetesConfig(
                apiServer,
                "127.0.0.1",
                cluster.httpsPort(),
                readOnlyPort,
                false,
                null,
                serviceAccount,
                "team-a",
                "demo",
                nodeName);
    }

    private KubernetesPlatform platform(KubernetesConfig config) {
        return platform(config, true);
    }

    private KubernetesPlatform platform(KubernetesConfig config, boolean ownKubelet) {
        return new KubernetesPlatform(
                config,
                ownKubelet,
                ContainerFilter.leavingOut(null),
                machine(),
                () -> NOW,
                nanoTime::get,
                vertx,
                Runnable::run);
    }

    private Machine machine() {
        return new Machine(PROC, nanoTime::get);
    }

    private static List<String> requests() {
        return cluster.findAll(anyRequestedFor(anyUrl())).stream()
                .map(request -> request.getMethod() + " " + request.getUrl().replaceFirst("\\?.*", ""))
                .toList();
    }

    private static long podsRead() {
        return requests().stream().filter(("GET " + POD)::equals).count();
    }
}
