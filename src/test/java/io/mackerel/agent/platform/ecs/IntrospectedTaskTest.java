package io.mackerel.agent.platform.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.platform.ecs.TaskResponse.ContainerResponse;
import io.mackerel.agent.platform.ecs.TaskResponse.HealthResponse;
import io.mackerel.agent.platform.ecs.TaskResponse.LimitsResponse;
import io.mackerel.agent.platform.ecs.TaskResponse.NetworkResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntrospectedTaskTest {
    private static final LimitsResponse LIMITS = new LimitsResponse(0.5, 256L);

    @Test
    void theTaskIsToldAsTheTaskMetadataEndpointWould() {
        // Given
        TaskResponse v4 = Fixtures.task("v4-ec2-bridge");

        // When
        TaskResponse task = IntrospectedTask.of(
                Fixtures.introspectedTask("introspection-ec2-bridge"), v4.cluster(), Map.of(), v4.limits());

        // Then
        assertThat(task)
                .usingRecursiveComparison()
                .ignoringFields("pullStartedAt", "pullStoppedAt", "launchType", "containers")
                .isEqualTo(v4);
        assertThat(task.containers())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
                        "labels", "desiredStatus", "knownStatus", "limits", "type")
                .isEqualTo(v4.containers());
    }

    @Test
    void theEngineTellsTheRestOfAContainer() {
        // When
        ContainerResponse container = container(Fixtures.dockerText("inspect-own-network-cpu-and-memory-limit"));

        // Then
        assertThat(container.knownStatus()).isEqualTo("RUNNING");
        assertThat(container.limits()).isEqualTo(new LimitsResponse(null, 128L));
        assertThat(container.createdAt()).isEqualTo("2026-11-22T13:39:42.727396535Z");
        assertThat(container.startedAt()).isEqualTo("2026-11-22T13:39:43.036664153Z");
        assertThat(container.finishedAt()).isNull();
        assertThat(container.exitCode()).isNull();
        assertThat(container.labels()).isEmpty();
        assertThat(container.health()).isNull();
        assertThat(container.networks())
                .containsExactly(new NetworkResponse("testnet", List.of("172.18.0.3"), List.of()));
        assertThat(container.isOrdinary()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"inspect-default-network, BRIDGE", "inspect-default-network-28, BRIDGE", "inspect-host-network, SHARED"
    })
    void theEnginesNetworkModeIsTheTasks(String situation, NetworkMode expected) {
        // When
        TaskResponse task = task(Fixtures.dockerText(situation));

        // Then
        assertThat(NetworkMode.of(task)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"running, RUNNING", "created, CREATED", "paused, PAUSED", "exited, STOPPED", "dead, STOPPED"})
    void theEnginesStatesHaveTheirNamesInEcs(String status, String expected) {
        // When
        ContainerResponse container = container("{\"State\": {\"Status\": \"" + status + "\"}}");

        // Then
        assertThat(container.knownStatus()).isEqualTo(expected);
    }

    @Test
    void whatHasNotHappenedHasNoTime() {
        // When
        ContainerResponse container = container("""
                {"Created": "2026-11-22T13:39:42.7Z", "State": {"Status": "dead",
                 "StartedAt": "0001-01-01T00:00:00Z", "FinishedAt": "0001-01-01T00:00:00Z"}}
                """);

        // Then
        assertThat(container.createdAt()).isEqualTo("2026-11-22T13:39:42.7Z");
        assertThat(container.startedAt()).isNull();
        assertThat(container.finishedAt()).isNull();
    }

    @Test
    void aContainerThatHasEndedTellsHow() {
        // When
        ContainerResponse container = container("""
                {"State": {"Status": "exited", "ExitCode": 137, "FinishedAt": "2026-11-22T13:50:00Z"}}
                """);

        // Then
        assertThat(container.exitCode()).isEqualTo(137);
        assertThat(container.finishedAt()).isEqualTo("2026-11-22T13:50:00Z");
    }

    @Test
    void healthIsThatOfTheLastCheck() {
        // When
        ContainerResponse container = container("""
                {"State": {"Status": "running", "Health": {"Status": "unhealthy", "Log": [
                    {"ExitCode": 0, "Output": "fine"}, null, {"ExitCode": 1, "Output": "connection refused"}]}}}
                """);

        // Then
        assertThat(container.health()).isEqualTo(new HealthResponse("UNHEALTHY", null, 1, "connection refused"));
    }

    @Test
    void sharesAreTheCpuLimitThatEcsTells() {
        // When
        ContainerResponse container = container("{\"HostConfig\": {\"CpuShares\": 256, \"Memory\": 0}}");

        // Then
        assertThat(container.limits()).isEqualTo(new LimitsResponse(256.0, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"State\": null, \"HostConfig\": null, \"Config\": null, \"NetworkSettings\": null}",
                "{\"State\": \"odd\", \"HostConfig\": [], \"Config\": 1, \"NetworkSettings\": {\"Networks\": {\"a\": null}}}",
                "{\"State\": {\"Health\": {\"Status\": \"none\", \"Log\": null}}, \"HostConfig\": {\"Memory\": -1}}"
            })
    void whatTheEngineDoesNotTellIsAbsent(String inspected) {
        // When
        ContainerResponse container = container(inspected);

        // Then
        assertThat(container.name()).isEqualTo("web");
        assertThat(container.knownStatus()).isNull();
        assertThat(container.health()).isNull();
        assertThat(container.limits()).isEqualTo(new LimitsResponse(null, null));
        assertThat(container.networks()).isEmpty();
    }

    private static ContainerResponse container(String inspected) {
        return task(inspected).containers().getFirst();
    }

    private static TaskResponse task(String inspected) {
        IntrospectedTaskResponse listed = Fixtures.parsedIntrospectedTask(
                "{\"Arn\": \"task/1\", \"Containers\": [{\"DockerId\": \"a1\", \"Name\": \"web\"}, null, {}]}");
        return IntrospectedTask.of(listed, null, Map.of("a1", Fixtures.parsedInspect(inspected)), LIMITS);
    }
}
