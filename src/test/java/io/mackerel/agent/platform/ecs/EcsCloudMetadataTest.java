package io.mackerel.agent.platform.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EcsCloudMetadataTest {
    private static final String EVERYTHING = """
            {"Cluster": "shop", "TaskARN": "task/158d1c80", "Family": "web-store", "Revision": "7",
             "DesiredStatus": "STOPPED", "KnownStatus": "RUNNING",
             "PullStartedAt": "2026-11-22T13:38:42.486420281Z", "PullStoppedAt": "2026-11-22T13:38:56.917313842Z",
             "ExecutionStoppedAt": "2026-11-22T13:59:00Z", "LaunchType": "FARGATE", "AvailabilityZone": "us-west-2a",
             "Limits": {"CPU": 0.25, "Memory": 512},
             "Containers": [
              {"DockerId": "9781c248", "DockerName": "ecs-web", "Name": "web", "Image": "web:2.1",
               "ImageID": "sha256:96ef", "Labels": {"tier": "front", "empty": ""},
               "Ports": [{"ContainerPort": 80, "Protocol": "tcp", "HostPort": 32768, "HostIp": "0.0.0.0"}],
               "DesiredStatus": "STOPPED", "KnownStatus": "STOPPED", "ExitCode": 0,
               "Limits": {"CPU": 2, "Memory": 256}, "CreatedAt": "2026-11-22T13:38:58.1Z",
               "StartedAt": "2026-11-22T13:38:59.3Z", "FinishedAt": "2026-11-22T13:58:59Z", "Type": "NORMAL",
               "Networks": [{"NetworkMode": "awsvpc", "IPv4Addresses": ["10.0.2.61"], "IPv6Addresses": ["2001:db8::61"],
                             "MACAddress": "0e:9e:32:c7:48:85"}],
               "Health": {"status": "UNHEALTHY", "statusSince": "2026-11-22T13:58:00Z", "exitCode": 1, "output": "no"},
               "LogDriver": "awslogs", "RestartCount": 0}]}
            """;

    private static final String EXPECTED = """
            {"cluster": "shop", "task": "158d1c80", "task_arn": "task/158d1c80", "task_family": "web-store",
             "task_version": "7", "desired_status": "STOPPED", "known_status": "RUNNING",
             "pull_started_at": "2026-11-22T13:38:42.486420281Z", "pull_stopped_at": "2026-11-22T13:38:56.917313842Z",
             "execution_stopped_at": "2026-11-22T13:59:00Z",
             "limits": {"cpu": 0.25, "memory": 512},
             "containers": [
              {"docker_id": "9781c248", "docker_name": "ecs-web", "name": "web", "image": "web:2.1",
               "image_id": "sha256:96ef",
               "ports": [{"container_port": 80, "protocol": "tcp", "host_port": 32768}],
               "labels": {"tier": "front", "empty": ""},
               "desired_status": "STOPPED", "known_status": "STOPPED", "exit_code": 0,
               "limits": {"cpu": 2.0, "memory": 256}, "created_at": "2026-11-22T13:38:58.1Z",
               "started_at": "2026-11-22T13:38:59.3Z", "finished_at": "2026-11-22T13:58:59Z", "type": "NORMAL",
               "networks": [{"network_mode": "awsvpc", "ipv4_addresses": ["10.0.2.61"],
                             "ipv6_addresses": ["2001:db8::61"]}],
               "health": {"status": "UNHEALTHY", "status_since": "2026-11-22T13:58:00Z", "exit_code": 1,
                          "output": "no"}}]}
            """;

    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void everyKnownKeyIsSentUnderItsNameAndNoOther() throws IOException {
        // Given
        TaskResponse task = Fixtures.parsedTask(EVERYTHING);

        // When
        Map<String, Object> metadata = EcsCloudMetadata.of("158d1c80", task);

        // Then
        assertThat(mapper.valueToTree(metadata).toPrettyString())
                .isEqualTo(mapper.readTree(EXPECTED).toPrettyString());
    }

    @Test
    void healthMayBeWrittenInLowerCase() {
        // Given
        TaskResponse task = Fixtures.parsedTask("{\"Containers\": [{\"health\": {\"status\": \"HEALTHY\"}}]}");

        // When
        Map<String, Object> metadata = EcsCloudMetadata.of("158d1c80", task);

        // Then
        assertThat(metadata).containsEntry("containers", List.of(Map.of("health", Map.of("status", "HEALTHY"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"Cluster\": null, \"Limits\": {}, \"Containers\": []}",
                "{\"Limits\": {\"CPU\": \"much\"}, \"Containers\": [null]}",
                "{\"Limits\": {\"CPU\": \"NaN\"}}",
                "{\"Limits\": {\"CPU\": 1e400}}"
            })
    void whatIsUnknownIsAbsent(String task) {
        // When
        Map<String, Object> metadata = EcsCloudMetadata.of("158d1c80", Fixtures.parsedTask(task));

        // Then
        assertThat(metadata).containsExactly(Map.entry("task", "158d1c80"));
    }

    @Test
    void aContainerThatWasOnlyPulledSaysWhatLittleIsKnown() {
        // Given
        TaskResponse task = Fixtures.task("v4-pulled-container");

        // When
        Map<String, Object> metadata = EcsCloudMetadata.of("3c4d5e6f", task);

        // Then
        Map<String, Object> worker = containers(metadata).getFirst();
        assertThat(worker).containsOnlyKeys("name", "image", "desired_status", "known_status", "limits", "type");
        assertThat(worker).containsEntry("known_status", "PULLED");
    }

    @Test
    void containersThatEcsAddsForItselfAreToldAsWell() {
        // Given
        TaskResponse task = Fixtures.task("v4-awsvpc-pause");

        // When
        Map<String, Object> metadata = EcsCloudMetadata.of("5e6f7081", task);

        // Then
        assertThat(containers(metadata))
                .extracting(container -> container.get("type"))
                .containsExactly("NORMAL", "CNI_PAUSE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"ExitCode\": 18446744073709551615",
                "\"ExitCode\": \"many\"",
                "\"Ports\": [{\"ContainerPort\": 99999999999999999999}]",
                "\"Health\": {\"exitCode\": 99999999999999999999}",
                "\"Labels\": \"none\""
            })
    void oneOddFigureDoesNotCostTheRest(String odd) {
        // Given
        TaskResponse task = Fixtures.parsedTask("{\"Containers\": [{\"Name\": \"web\", " + odd + "}]}");

        // When
        Map<String, Object> metadata = EcsCloudMetadata.of("158d1c80", task);

        // Then
        assertThat(containers(metadata).getFirst())
                .containsEntry("name", "web")
                .doesNotContainKeys("exit_code", "labels");
    }

    private List<Map<String, Object>> containers(Map<String, Object> metadata) {
        return mapper.convertValue(metadata.get("containers"), new TypeReference<>() {});
    }
}
