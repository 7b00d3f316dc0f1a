package io.mackerel.agent.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users copy, file by file. */
class ManifestFilesTest {
    private static final Path COMPONENTS = Manifest.FOLDER.resolve("components");
    private static final Path NATIVE = COMPONENTS.resolve("native-sidecar");

    @ParameterizedTest
    @MethodSource("io.mackerel.agent.manifests.Manifest#files")
    void everyFileIsYamlWithSomethingInIt(Path file) {
        // When
        var objects = Manifest.file(file).objects();

        // Then
        assertThat(objects).isNotEmpty().allMatch(JsonNode::isContainerNode);
    }

    /** The patches differ in where they put it, and kustomize has no way to write it down once. */
    @Test
    void theAgentIsTheSameContainerInEveryPatch() {
        // Given
        var ofTemplate = Manifest.file(NATIVE.resolve("pod-template.yaml")).agents();

        // When
        var ofCronJob = Manifest.file(NATIVE.resolve("cron-job.yaml")).agents();
        var plain = Manifest.file(COMPONENTS.resolve("sidecar/container.yaml"))
                .objects()
                .getFirst()
                .at("/0/value");

        // Then
        assertThat(ofTemplate).hasSize(1);
        assertThat(ofCronJob).isEqualTo(ofTemplate);
        assertThat(List.<JsonNode>of(withoutRestartPolicy(ofTemplate.getFirst())))
                .containsExactly(plain);
    }

    private static JsonNode withoutRestartPolicy(JsonNode agent) {
        ObjectNode copy = agent.deepCopy();
        copy.remove("restartPolicy");
        return copy;
    }
}
