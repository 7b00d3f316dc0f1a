package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.manifests.Manifest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GeneratedManifestRightsIT {
    @Test
    void theGeneratedManifestGrantsTheLeastThatTheSecurePortTakes() {
        // Given
        var manifest = Manifest.file(Path.of("target", "kubernetes", "kubernetes.yml"));

        // When
        var grants = manifest.grants();

        // Then
        assertThat(grants).hasSize(2);
        assertThat(ManifestRightsTest.rights(grants)).containsExactlyInAnyOrder(Right.GET_PODS, Right.GET_NODES_STATS);
    }
}
