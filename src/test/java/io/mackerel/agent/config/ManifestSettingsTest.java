package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.manifests.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What manifests and pages tell users to set is something that the agent knows. */
class ManifestSettingsTest {
    private static final Pattern VARIABLE = Pattern.compile("MACKEREL_[A-Z0-9_]*[A-Z0-9]");
    private static final Path SOURCE_OF_GENERATED = Path.of("src", "main", "kubernetes", "kubernetes.yml");

    @ParameterizedTest
    @MethodSource("io.mackerel.agent.manifests.Manifest#files")
    void aManifestNamesOnlyVariablesThatTheAgentActsOn(Path file) throws IOException {
        // When
        var named = variablesIn(file);

        // Then
        assertThat(actedOn()).containsAll(named);
    }

    @Test
    void theSourceOfTheGeneratedManifestNamesOnlyVariablesThatTheAgentActsOn() throws IOException {
        // When
        var named = variablesIn(SOURCE_OF_GENERATED);

        // Then
        assertThat(named).isNotEmpty();
        assertThat(actedOn()).containsAll(named);
    }

    @Test
    void thePageOnKubernetesNamesOnlyVariablesThatTheAgentActsOn() throws IOException {
        // When
        var named = variablesIn(Path.of("docs", "kubernetes.md"));

        // Then
        assertThat(named).isNotEmpty();
        assertThat(actedOn()).containsAll(named);
    }

    @Test
    void whatTheSidecarGetsLoadsWithoutAWarning() {
        // Given
        var agent = Manifest.file(Path.of("kubernetes/components/native-sidecar/pod-template.yaml"))
                .agents()
                .getFirst();
        var loading = Loading.with("KUBERNETES_SERVICE_HOST", "10.0.0.1");
        Manifest.variables(agent).stream()
                .filter(name -> name.startsWith("MACKEREL_"))
                .forEach(name -> loading.and(name, asInAPod(name)));

        // When
        var outcome = loading.outcome(ApiKeyRule.REQUIRED);

        // Then
        assertThat(outcome).isInstanceOf(ConfigOutcome.Loaded.class);
        assertThat(outcome.warnings()).isEmpty();
        assertThat(loading.config().platform().choice()).isEqualTo(PlatformChoice.KUBERNETES);
    }

    @Test
    void theFileOfTheExampleLoadsWithoutAWarning() {
        // Given
        var file = Path.of("kubernetes/overlays/configuration-file/agent.yaml");

        // When
        var loading = Loading.with("MACKEREL_AGENT_CONFIG", file.toString());

        // Then
        assertThat(loading.problems()).isEmpty();
        assertThat(loading.warnings()).isEmpty();
    }

    @Test
    void theFileInTheGeneratedConfigMapLoadsWithoutAWarning(@TempDir Path directory) {
        // Given
        var configMap = Manifest.file(SOURCE_OF_GENERATED).objects().stream()
                .filter(object -> object.path("kind").asText().equals("ConfigMap"))
                .findFirst()
                .orElseThrow();

        // When
        var loading = Loading.file(directory, configMap.at("/data/agent.yaml").asText());

        // Then
        assertThat(loading.problems()).isEmpty();
        assertThat(loading.warnings()).isEmpty();
    }

    private static String asInAPod(String variable) {
        return switch (variable) {
            case "MACKEREL_CONTAINER_PLATFORM" -> "kubernetes";
            case "MACKEREL_APIKEY" -> "key";
            case "MACKEREL_KUBERNETES_KUBELET_HOST" -> "10.0.0.2";
            case "MACKEREL_KUBERNETES_NAMESPACE" -> "team-a";
            case "MACKEREL_KUBERNETES_POD_NAME" -> "sample-5d4f8c7b9-x2x7z";
            case "MACKEREL_KUBERNETES_NODE_NAME" -> "node-1";
            default -> throw new IllegalArgumentException("what does a pod give for " + variable + "?");
        };
    }

    private static Set<String> variablesIn(Path file) throws IOException {
        return VARIABLE.matcher(Files.readString(file))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static Set<String> actedOn() {
        return Settings.ALL.stream()
                .flatMap(setting -> setting.variables().stream())
                .collect(Collectors.toSet());
    }
}
