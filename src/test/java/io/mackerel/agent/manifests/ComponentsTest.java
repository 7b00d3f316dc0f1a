package io.mackerel.agent.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the components do to workloads that are not ours: they add the agent and leave the rest as it was. */
class ComponentsTest {
    private static final Path TARGET = Path.of("target");
    private static final String WORKLOADS = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata:
              name: db
            spec:
              template:
                spec:
                  serviceAccountName: db
                  initContainers:
                    - name: prepare
                      image: prepare:1
                  containers:
                    - name: db
                      image: db:1
                      volumeMounts:
                        - name: data
                          mountPath: /data
                  volumes:
                    - name: data
                      emptyDir: {}
            ---
            apiVersion: apps/v1
            kind: DaemonSet
            metadata:
              name: log
            spec:
              template:
                spec:
                  containers:
                    - name: log
                      image: log:1
            ---
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: once
            spec:
              template:
                spec:
                  containers:
                    - name: once
                      image: once:1
            """;

    private final Kubectl kubectl = Kubectl.orSkip();
    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory(Files.createDirectories(TARGET), "kustomize");
        Files.writeString(folder.resolve("workloads.yaml"), WORKLOADS);
    }

    @AfterEach
    void removeFolder() throws IOException {
        for (var file : List.of("workloads.yaml", "kustomization.yaml")) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.delete(folder);
    }

    @Test
    void theNativeSidecarIsAddedAndTheRestStays() throws IOException {
        // When
        var manifest = render("native-sidecar");

        // Then
        var db = pod(manifest, "StatefulSet");
        assertThat(names(db, "initContainers")).containsExactly("mackerel-container-agent", "prepare");
        assertThat(names(db, "containers")).containsExactly("db");
        assertThat(names(db, "volumes")).containsExactlyInAnyOrder("data", "mackerel-container-agent");
        assertThat(db.path("serviceAccountName").asText()).isEqualTo("db");
        assertThat(names(pod(manifest, "DaemonSet"), "initContainers")).containsExactly("mackerel-container-agent");
        assertThat(names(pod(manifest, "Job"), "initContainers")).containsExactly("mackerel-container-agent");
    }

    @Test
    void thePlainSidecarIsAddedAndTheRestStays() throws IOException {
        // When
        var manifest = render("sidecar");

        // Then
        var db = pod(manifest, "StatefulSet");
        assertThat(names(db, "initContainers")).containsExactly("prepare");
        assertThat(names(db, "containers")).containsExactly("db", "mackerel-container-agent");
        assertThat(names(db, "volumes")).containsExactlyInAnyOrder("data", "mackerel-container-agent");
        assertThat(db.path("serviceAccountName").asText()).isEqualTo("db");
        assertThat(names(pod(manifest, "DaemonSet"), "containers")).containsExactly("log", "mackerel-container-agent");
    }

    @Test
    void aPlainSidecarIsNotAddedToAJobWhichItWouldKeepFromCompleting() throws IOException {
        // When
        var manifest = render("sidecar");

        // Then
        assertThat(names(pod(manifest, "Job"), "containers")).containsExactly("once");
    }

    @Test
    void theNamespaceOfTheKustomizationGoesIntoTheSubjectsOfItsAccount() throws IOException {
        // When
        var manifest = render("native-sidecar", "service-account");

        // Then
        assertThat(manifest.bindings())
                .hasSize(2)
                .extracting(binding -> binding.at("/subjects/0/namespace").asText())
                .containsOnly("team-a");
        assertThat(manifest.workloads())
                .hasSize(3)
                .extracting(workload ->
                        Manifest.podSpec(workload).path("serviceAccountName").asText())
                .containsOnly("mackerel-container-agent");
    }

    private Manifest render(String... components) throws IOException {
        var kustomization = new StringBuilder("namespace: team-a\nresources: [workloads.yaml]\ncomponents:\n");
        for (var component : components) {
            kustomization
                    .append("  - ../../kubernetes/components/")
                    .append(component)
                    .append('\n');
        }
        Files.writeString(folder.resolve("kustomization.yaml"), kustomization);
        return kubectl.kustomize(folder);
    }

    private static JsonNode pod(Manifest manifest, String kind) {
        return Manifest.podSpec(manifest.ofKind(kind).findFirst().orElseThrow());
    }

    private static List<String> names(JsonNode pod, String list) {
        return Manifest.stream(pod.path(list))
                .map(each -> each.path("name").asText())
                .toList();
    }
}
