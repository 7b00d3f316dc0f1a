package io.mackerel.agent.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What the build makes of {@code src/main/kubernetes}. */
class GeneratedManifestIT {
    private static final String NAME = "mackerel-container-agent";
    private static final String ACCOUNT = NAME + "-trial";

    private final Manifest manifest = Manifest.file(Manifest.GENERATED);

    @Test
    void itHoldsAWorkloadWithTheAgentAndAllThatTheAgentNeedsButTheSecret() {
        // When
        var kinds = manifest.objects().stream().map(Manifest::kind);

        // Then
        assertThat(kinds)
                .containsExactlyInAnyOrder(
                        "ServiceAccount",
                        "Role",
                        "RoleBinding",
                        "ClusterRole",
                        "ClusterRoleBinding",
                        "ConfigMap",
                        "Deployment");
    }

    @Test
    void theAgentIsASidecarBesideTheSample() {
        // Given
        var pod = Manifest.podSpec(deployment());

        // When
        var agent = manifest.agents().getFirst();

        // Then
        assertThat(manifest.agents()).hasSize(1);
        assertThat(Manifest.stream(pod.path("containers"))
                        .map(each -> each.path("name").asText()))
                .containsExactly("sample", NAME);
        assertThat(agent.path("image").asText()).matches("[^ ]*/?" + NAME + ":[0-9].*");
        assertThat(agent.path("imagePullPolicy").asText()).isEqualTo("IfNotPresent");
        assertThat(pod.path("serviceAccountName").asText()).isEqualTo(ACCOUNT);
        SidecarShape.assertThatItMayDoNothingThatItNeedsNot(agent);
        SidecarShape.assertThatItKnowsItsPodAndItsKey(agent);
        SidecarShape.assertThatItHasRoomToLive(agent, pod);
    }

    @Test
    void theConfigMapHoldsTheFileThatTheAgentReads() {
        // Given
        var configMap = manifest.ofKind("ConfigMap").findFirst().orElseThrow();

        // When
        var file = Manifest.variable(manifest.agents().getFirst(), "MACKEREL_AGENT_CONFIG");

        // Then
        assertThat(file).contains("/etc/" + NAME + "/agent.yaml");
        assertThat(manifest.agents().getFirst().path("volumeMounts").findValuesAsText("mountPath"))
                .contains("/etc/" + NAME);
        assertThat(configMap.path("data").has("agent.yaml")).isTrue();
    }

    @Test
    void theBindingsNameTheAccountInTheNamespaceOfTheWorkload() {
        // Given
        var namespace = deployment().at("/metadata/namespace").asText();

        // When
        var bindings = manifest.bindings();

        // Then
        assertThat(namespace).isNotEmpty();
        assertThat(bindings).hasSize(2).allSatisfy(binding -> {
            assertThat(binding.path("subjects")).hasSize(1);
            assertThat(binding.at("/subjects/0/kind").asText()).isEqualTo("ServiceAccount");
            assertThat(binding.at("/subjects/0/name").asText()).isEqualTo(ACCOUNT);
            assertThat(binding.at("/subjects/0/namespace").asText()).isEqualTo(namespace);
        });
        assertThat(manifest.objects())
                .filteredOn(object -> !Manifest.kind(object).startsWith("Cluster"))
                .allMatch(object -> object.at("/metadata/namespace").asText().equals(namespace));
    }

    @Test
    void theBindingsReferToItsRolesAndTheirSubjectIsItsAccount() {
        // When
        var names = manifest.rights().keySet();

        // Then
        assertThat(manifest.bindings())
                .extracting(binding -> binding.at("/roleRef/kind").asText() + " "
                        + binding.at("/roleRef/name").asText())
                .containsExactlyInAnyOrder("Role " + ACCOUNT, "ClusterRole " + ACCOUNT);
        assertThat(names).allMatch(name -> name.endsWith("/" + ACCOUNT));
    }

    @Test
    void aTrialTakesNothingFromAgentsThatAreInUse() {
        // Given
        var kubectl = Kubectl.orSkip();

        // When
        var inUse = Manifest.overlays().stream()
                .flatMap(overlay -> kubectl.kustomize(overlay).rights().keySet().stream())
                .toList();

        // Then
        assertThat(inUse).isNotEmpty();
        assertThat(manifest.rights()).hasSize(5).doesNotContainKeys(inUse.toArray(String[]::new));
    }

    @Test
    void nothingInItChangesFromBuildToBuild() throws IOException {
        // When
        var text = Files.readString(Manifest.GENERATED);

        // Then
        assertThat(text).doesNotContain("build-timestamp", "commit", "vcs-");
    }

    private JsonNode deployment() {
        return manifest.ofKind("Deployment").findFirst().orElseThrow();
    }
}
