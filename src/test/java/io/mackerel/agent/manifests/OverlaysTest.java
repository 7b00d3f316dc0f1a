package io.mackerel.agent.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kubectl makes of the overlays. */
class OverlaysTest {
    private static final String NAME = "mackerel-container-agent";

    private final Kubectl kubectl = Kubectl.orSkip();

    @ParameterizedTest
    @MethodSource("io.mackerel.agent.manifests.Manifest#overlays")
    void everyWorkloadGetsTheAgentOnce(Path overlay) {
        // When
        var manifest = kubectl.kustomize(overlay);

        // Then
        assertThat(manifest.workloads()).isNotEmpty().allSatisfy(workload -> {
            assertThat(Manifest.agents(workload)).hasSize(1);
            var agent = Manifest.agents(workload).findFirst().orElseThrow();
            SidecarShape.assertThatItMayDoNothingThatItNeedsNot(agent);
            SidecarShape.assertThatItKnowsItsPodAndItsKey(agent);
            SidecarShape.assertThatItHasRoomToLive(agent, Manifest.podSpec(workload));
            assertThat(agent.path("image").asText()).isEqualTo("registry.example.com/" + NAME + ":0.1.0");
        });
    }

    @ParameterizedTest
    @MethodSource("io.mackerel.agent.manifests.Manifest#overlays")
    void theRightsAreBoundToTheAccountThatTheWorkloadRunsUnder(Path overlay) {
        // When
        var manifest = kubectl.kustomize(overlay);

        // Then
        var bindings = manifest.bindings();
        assertThat(bindings).extracting(Manifest::kind).contains("RoleBinding");
        assertThat(manifest.workloads())
                .allSatisfy(workload -> assertThat(bindings)
                        .allSatisfy(binding -> assertThat(subject(binding))
                                .isEqualTo("ServiceAccount " + namespace(workload) + "/" + account(workload))));
        assertThat(manifest.ofKind("ServiceAccount"))
                .extracting(account -> "ServiceAccount " + namespace(account) + "/" + name(account))
                .containsExactly(subject(bindings.getFirst()));
        assertThat(bindings)
                .allSatisfy(binding -> assertThat(manifest.objects())
                        .anyMatch(role -> Manifest.kind(role)
                                        .equals(binding.at("/roleRef/kind").asText())
                                && name(role).equals(binding.at("/roleRef/name").asText())));
    }

    @ParameterizedTest
    @MethodSource("io.mackerel.agent.manifests.Manifest#overlays")
    void noOverlayIsWrittenInADialectThatKustomizeWarnsOf(Path overlay) {
        // When
        var warnings = kubectl.warnings(overlay);

        // Then
        assertThat(warnings).doesNotContainIgnoringCase("deprecated");
    }

    @Test
    void aNativeSidecarStartsBeforeAllOtherContainers() {
        // When
        var pod = onlyPod("secure-port");

        // Then
        var first = pod.at("/initContainers/0");
        assertThat(text(first, "/name")).isEqualTo(NAME);
        assertThat(first.path("restartPolicy").asText()).isEqualTo("Always");
        assertThat(pod.path("containers").findValuesAsText("name")).doesNotContain(NAME);
    }

    @Test
    void aPlainSidecarComesLastSinceLogsAndExecTakeTheFirst() {
        // When
        var pod = onlyPod("plain-sidecar");

        // Then
        var containers = Manifest.stream(pod.path("containers"))
                .map(container -> text(container, "/name"))
                .toList();
        assertThat(containers).containsExactly("sample", NAME);
        assertThat(pod.at("/containers/1").has("restartPolicy")).isFalse();
        assertThat(pod.has("initContainers")).isFalse();
    }

    @Test
    void theReadOnlyPortIsNamed() {
        // When
        var agent = onlyAgent("read-only-port");

        // Then
        assertThat(Manifest.variable(agent, "MACKEREL_KUBERNETES_KUBELET_READ_ONLY_PORT"))
                .contains("10255");
    }

    @Test
    void onFargateThePlatformIsNamed() {
        // When
        var agent = onlyAgent("eks-fargate");

        // Then
        assertThat(Manifest.variable(agent, "MACKEREL_CONTAINER_PLATFORM")).contains("eks_fargate");
    }

    @Test
    void theConfigurationFileOfTheGeneratedConfigMapIsMountedWhereTheAgentLooksForIt() {
        // Given
        var manifest = kubectl.kustomize(Manifest.OVERLAYS.resolve("configuration-file"));

        // When
        var agent = manifest.agents().getFirst();

        // Then
        var mount = Manifest.stream(agent.path("volumeMounts"))
                .filter(each -> each.path("mountPath").asText().startsWith("/etc/"))
                .findFirst()
                .orElseThrow();
        var volume = Manifest.stream(
                        Manifest.podSpec(manifest.workloads().getFirst()).path("volumes"))
                .filter(each -> each.path("name").equals(mount.path("name")))
                .findFirst()
                .orElseThrow();
        var configMap = manifest.ofKind("ConfigMap").findFirst().orElseThrow();
        assertThat(Manifest.variable(agent, "MACKEREL_AGENT_CONFIG"))
                .contains(mount.path("mountPath").asText() + "/agent.yaml");
        assertThat(text(volume, "/configMap/name")).isEqualTo(name(configMap)).isEqualTo(NAME);
        assertThat(Manifest.variable(agent, "MACKEREL_AGENT_CONFIG_POLLING_DURATION_MINUTES"))
                .contains("1");
        assertThat(configMap.path("data").has("agent.yaml")).isTrue();
    }

    @Test
    void theKeyIsTakenFromTheGeneratedSecret() {
        // Given
        var manifest = kubectl.kustomize(Manifest.OVERLAYS.resolve("generated-secret"));

        // When
        var secret = manifest.ofKind("Secret").findFirst().orElseThrow();

        // Then
        assertThat(secret.path("data").has("apikey")).isTrue();
        assertThat(manifest.agents())
                .allSatisfy(agent -> assertThat(agent.path("env")
                                .findValue("secretKeyRef")
                                .path("name")
                                .asText())
                        .isEqualTo(name(secret))
                        .startsWith(NAME + "-"));
    }

    @Test
    void aWorkloadKeepsItsOwnAccount() {
        // When
        var pod = onlyPod("own-service-account");

        // Then
        assertThat(pod.path("serviceAccountName").asText()).isEqualTo("sample");
    }

    @Test
    void aJobCanCompleteBesideTheAgent() {
        // When
        var manifest = kubectl.kustomize(Manifest.OVERLAYS.resolve("jobs"));

        // Then
        assertThat(manifest.workloads()).extracting(Manifest::kind).containsExactlyInAnyOrder("Job", "CronJob");
        assertThat(manifest.agents())
                .hasSize(2)
                .allMatch(agent -> agent.path("restartPolicy").asText().equals("Always"));
    }

    private JsonNode onlyPod(String overlay) {
        return Manifest.podSpec(onlyWorkload(overlay));
    }

    private JsonNode onlyAgent(String overlay) {
        return Manifest.agents(onlyWorkload(overlay)).findFirst().orElseThrow();
    }

    private JsonNode onlyWorkload(String overlay) {
        var workloads = kubectl.kustomize(Manifest.OVERLAYS.resolve(overlay)).workloads();
        assertThat(workloads).hasSize(1);
        return workloads.getFirst();
    }

    private static String subject(JsonNode binding) {
        assertThat(binding.path("subjects")).hasSize(1);
        return text(binding, "/subjects/0/kind") + " " + text(binding, "/subjects/0/namespace") + "/"
                + text(binding, "/subjects/0/name");
    }

    private static String account(JsonNode workload) {
        return Manifest.podSpec(workload).path("serviceAccountName").asText();
    }

    private static String name(JsonNode object) {
        return text(object, "/metadata/name");
    }

    private static String namespace(JsonNode object) {
        return text(object, "/metadata/namespace");
    }

    private static String text(JsonNode object, String pointer) {
        return object.at(pointer).asText();
    }
}
