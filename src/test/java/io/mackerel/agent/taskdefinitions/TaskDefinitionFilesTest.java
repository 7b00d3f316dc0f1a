package io.mackerel.agent.taskdefinitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mackerel.agent.manifests.Manifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users copy into their account, file by file. */
class TaskDefinitionFilesTest {
    private static final String ROOT = "/var/tmp/mackerel-container-agent";
    /** What can stand where an API key could: a placeholder, a reference, the name of a parameter. */
    private static final String OUT_OF_A_STORE = "<secret>|/mackerel/apikey|\\{\\$?\\{?ApiKeySecret.*";

    static Stream<TaskDefinition> all() {
        return TaskDefinition.all().stream();
    }

    @Test
    void thereIsOneForEachLaunchTypeAndNetworkMode() {
        // When
        var kinds = all().map(task -> task.launchType() + " " + task.text("networkMode"))
                .collect(Collectors.toSet());

        // Then
        assertThat(kinds)
                .containsExactlyInAnyOrder(
                        "FARGATE awsvpc",
                        "MANAGED_INSTANCES awsvpc",
                        "EC2 awsvpc",
                        "EC2 bridge",
                        "EC2 host",
                        "EXTERNAL bridge");
    }

    @ParameterizedTest
    @MethodSource("all")
    void theModelOfTheSdkTakesIt(TaskDefinition task) {
        // When
        var problems = RegistrationModel.problems(task.document());

        // Then
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void itsLaunchTypeTakesIt(TaskDefinition task) {
        // When
        var broken = LaunchTypeRules.broken(task);

        // Then
        assertThat(broken).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void theAgentMayDoNothingThatItNeedsNot(TaskDefinition task) {
        // When
        var agent = task.agent();

        // Then
        assertThat(agent.path("user").asText()).matches("65532:(65532|<docker gid>)");
        assertThat(agent.path("readonlyRootFilesystem").asBoolean()).isTrue();
        assertThat(agent.at("/linuxParameters/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(agent.at("/linuxParameters/capabilities").has("add")).isFalse();
        assertThat(agent.has("privileged")).isFalse();
        assertThat(agent.path("essential").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("all")
    void theAgentHasRoomToLive(TaskDefinition task) {
        // Given
        var ofKubernetes = Manifest.file(Path.of("kubernetes/components/native-sidecar/pod-template.yaml"))
                .agents()
                .getFirst();

        // When
        var agent = task.agent();

        // Then
        assertThat(agent.path("memory").asInt()).isEqualTo(128);
        assertThat(agent.has("memoryReservation")).isFalse();
        assertThat(task.environment().get("JDK_JAVA_OPTIONS"))
                .isEqualTo(Manifest.variable(ofKubernetes, "JDK_JAVA_OPTIONS").orElseThrow());
        assertThat(mount(agent, ROOT))
                .hasSize(1)
                .allMatch(mount -> !mount.path("readOnly").asBoolean());
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyMountHasItsVolumeAndEveryVolumeIsMounted(TaskDefinition task) {
        // When
        var mounted = task.containers()
                .flatMap(container -> TaskDefinition.stream(container.path("mountPoints")))
                .map(mount -> mount.path("sourceVolume").asText())
                .collect(Collectors.toSet());

        // Then
        assertThat(mounted)
                .isEqualTo(TaskDefinition.stream(task.document().path("volumes"))
                        .map(volume -> volume.path("name").asText())
                        .collect(Collectors.toSet()));
    }

    /** Its default is the {@code shutdownTimeout} of 25 s; Fargate waits for 120 s at most. */
    @ParameterizedTest
    @MethodSource("all")
    void theAgentIsGivenTheTimeThatItTakesToEnd(TaskDefinition task) {
        // When
        var stopTimeout = task.agent().path("stopTimeout").asInt();

        // Then
        assertThat(stopTimeout).isGreaterThan(25).isLessThanOrEqualTo(120);
        assertThat(task.environment()).doesNotContainKey("MACKEREL_SHUTDOWN_TIMEOUT");
    }

    @ParameterizedTest
    @MethodSource("all")
    void theAgentStartsBeforeTheOthersAndEndsAfterThem(TaskDefinition task) {
        // When
        var others = task.others();

        // Then
        assertThat(others).isNotEmpty().allSatisfy(container -> {
            assertThat(container.path("essential").asBoolean()).isTrue();
            assertThat(container.at("/dependsOn/0/containerName").asText()).isEqualTo("mackerel-container-agent");
            assertThat(container.at("/dependsOn/0/condition").asText()).isEqualTo("START");
        });
        assertThat(task.agent().has("dependsOn")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("all")
    void theApiKeyComesOutOfAStore(TaskDefinition task) {
        // When
        var secrets = task.secrets();

        // Then
        assertThat(secrets).containsOnlyKeys("MACKEREL_APIKEY");
        assertThat(secrets.values()).allMatch(source -> source.matches(OUT_OF_A_STORE));
        assertThat(task.environment()).doesNotContainKeys("MACKEREL_APIKEY", "MACKEREL_AGENT_CONFIG");
    }

    @Test
    void bothStoresAreShown() {
        // When
        var sources = all().flatMap(task -> task.secrets().values().stream()).collect(Collectors.toSet());

        // Then
        assertThat(sources).contains("<secret>", "/mackerel/apikey");
    }

    @Test
    void theAgentIsTheSameInAllFilesButForWhatSetsThemApart() {
        // Given
        var apart = Set.of("logConfiguration", "restartPolicy", "secrets");

        // When
        var agents = TaskDefinition.jsonFiles().stream()
                .map(TaskDefinition::file)
                .filter(task -> !task.environment().containsKey("MACKEREL_ECS_SOURCE"))
                .map(task -> without(apart, task.agent()))
                .collect(Collectors.toSet());

        // Then
        assertThat(agents).hasSize(1);
    }

    @Test
    void everyFileButTheTemplateNamesTheSameImage() {
        // When
        var images = TaskDefinition.jsonFiles().stream()
                .map(file -> TaskDefinition.file(file).agent().path("image").asText())
                .collect(Collectors.toSet());

        // Then
        assertThat(images).singleElement().asString().matches("<registry>/mackerel-container-agent:[0-9.]+");
    }

    @Test
    void introspectionIsGivenWhatItReads() {
        // When
        var task = TaskDefinition.file(TaskDefinition.FOLDER.resolve("ec2-bridge-introspection.json"));

        // Then
        assertThat(task.environment())
                .containsEntry("MACKEREL_ECS_SOURCE", "introspection")
                .containsEntry("MACKEREL_CONTAINER_PLATFORM", "ecs");
        assertThat(mount(task.agent(), "/var/run/docker.sock"))
                .singleElement()
                .matches(mount -> mount.path("readOnly").asBoolean());
        assertThat(mount(task.agent(), "/host/sys/fs/cgroup"))
                .singleElement()
                .matches(mount -> mount.path("readOnly").asBoolean());
        assertThat(task.document().findValuesAsText("sourcePath"))
                .containsExactlyInAnyOrder("/var/run/docker.sock", "/sys/fs/cgroup");
    }

    @Test
    void onlyIntrospectionHasPartsOfTheInstanceMounted() {
        // When
        var mounting = all().filter(task -> task.document().findParent("sourcePath") != null)
                .map(TaskDefinition::name);

        // Then
        assertThat(mounting).containsExactly("ec2-bridge-introspection.json");
    }

    private static List<JsonNode> mount(JsonNode agent, String path) {
        return TaskDefinition.stream(agent.path("mountPoints"))
                .filter(mount -> mount.path("containerPath").asText().equals(path))
                .toList();
    }

    private static JsonNode without(Set<String> fields, JsonNode agent) {
        return agent.<ObjectNode>deepCopy().without(fields);
    }
}
