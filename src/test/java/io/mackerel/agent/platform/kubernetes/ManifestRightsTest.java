package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.manifests.Kubectl;
import io.mackerel.agent.manifests.Manifest;
import io.mackerel.agent.platform.kubernetes.Permissions.Verdict;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests grant what the agent makes use of, and nothing else. */
class ManifestRightsTest {
    private static final Path OVERLAYS = Path.of("kubernetes", "overlays");

    private final Kubectl kubectl = Kubectl.orSkip();

    @ParameterizedTest
    @MethodSource("io.mackerel.agent.manifests.Manifest#overlays")
    void nothingIsGrantedThatTheAgentDoesNotAskAbout(Path overlay) {
        // When
        var grants = kubectl.kustomize(overlay).grants();

        // Then
        assertThat(rights(grants)).hasSameSizeAs(grants);
    }

    @ParameterizedTest
    @CsvSource({
        "secure-port,        , true, API_SERVER, KUBELET",
        "plain-sidecar,      , true, API_SERVER, KUBELET",
        "own-service-account,, true, API_SERVER, KUBELET",
        "another-namespace,  , true, API_SERVER, KUBELET",
        "configuration-file, , true, API_SERVER, KUBELET",
        "generated-secret,   , true, API_SERVER, KUBELET",
        "jobs,               , true, API_SERVER, KUBELET",
        "read-only-port, 10255, true, API_SERVER, READ_ONLY_PORT",
        "eks-fargate,        , false, API_SERVER, NODE_PROXY"
    })
    void whatIsGrantedSufficesAndNoRightIsLeftOver(
            String overlay, Integer readOnlyPort, boolean ownKubelet, Origin ofPod, Origin ofStats) {
        // Given
        var grants = rights(kubectl.kustomize(OVERLAYS.resolve(overlay)).grants());

        // When
        var plan = plan(grants, ownKubelet, readOnlyPort);

        // Then
        assertThat(plan.ofPod()).first().isEqualTo(ofPod);
        assertThat(plan.ofStats()).first().isEqualTo(ofStats);
        assertThat(plan.isNodeProxyNeedless(ofPod, ofStats)).isFalse();
        assertThat(grants).hasSize(ofStats == Origin.READ_ONLY_PORT ? 1 : 2);
    }

    @Test
    void everyOverlayIsInTheTableAbove() throws NoSuchMethodException {
        // Given
        var table = ManifestRightsTest.class
                .getDeclaredMethod(
                        "whatIsGrantedSufficesAndNoRightIsLeftOver",
                        String.class,
                        Integer.class,
                        boolean.class,
                        Origin.class,
                        Origin.class)
                .getAnnotation(CsvSource.class)
                .value();

        // When
        var listed = Arrays.stream(table).map(row -> row.split(",", -1)[0].strip());

        // Then
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(Manifest.overlays().stream()
                        .map(folder -> folder.getFileName().toString())
                        .toList());
    }

    private static ReadingPlan plan(Set<Right> granted, boolean ownKubelet, Integer readOnlyPort) {
        Map<Right, Verdict> verdicts = new EnumMap<>(Right.class);
        for (var right : Right.values()) {
            verdicts.put(right, granted.contains(right) ? Verdict.ALLOWED : Verdict.DENIED);
        }
        return new ReadingPlan(new Permissions(verdicts), true, ownKubelet, readOnlyPort);
    }

    /** The rights among what is granted; one of the namespace counts only in a Role, others only in a ClusterRole. */
    static Set<Right> rights(Set<String> grants) {
        return Arrays.stream(Right.values())
                .filter(right -> grants.stream()
                        .anyMatch(grant -> right.isNamespaced()
                                ? grant.startsWith(right + " in ")
                                : grant.equals(right.toString())))
                .collect(Collectors.toSet());
    }
}
