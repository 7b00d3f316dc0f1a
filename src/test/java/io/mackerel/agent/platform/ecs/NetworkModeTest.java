package io.mackerel.agent.platform.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkModeTest {
    @ParameterizedTest
    @CsvSource({
        "v4-fargate-awsvpc, SHARED",
        "v4-ec2-bridge, BRIDGE",
        "v4-ec2-host, SHARED",
        "v3-bridge, BRIDGE",
        "v4-pulled-container, BRIDGE",
        "v4-service-connect-bridge, BRIDGE",
        "v4-awsvpc-pause, SHARED",
        "v4-anywhere, BRIDGE",
        "v4-managed-instances, SHARED"
    })
    void theFirstNetworkOfTheFirstContainerThatHasOneDecides(String situation, NetworkMode expected) {
        // Given
        TaskResponse task = Fixtures.task(situation);

        // When
        NetworkMode mode = NetworkMode.of(task);

        // Then
        assertThat(mode).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"NetworkMode\": \"bridge\"}] | BRIDGE",
                "[{\"NetworkMode\": \"default\"}] | BRIDGE",
                "[{\"NetworkMode\": \"shop-net\"}] | BRIDGE",
                "[{\"NetworkMode\": \"host\"}] | SHARED",
                "[{\"NetworkMode\": \"awsvpc\"}] | SHARED",
                "[{\"NetworkMode\": \"container:c2162b8cc91a\"}] | SHARED",
                "[{\"NetworkMode\": \"none\"}] | NONE",
                "[{\"NetworkMode\": \"\"}] | UNKNOWN",
                "[{\"NetworkMode\": null}] | UNKNOWN",
                "[{}] | UNKNOWN",
                "[null] | UNKNOWN",
                "[] | UNKNOWN",
                "null | UNKNOWN",
                "[{\"NetworkMode\": \"host\"}, {\"NetworkMode\": \"bridge\"}] | SHARED"
            })
    void theNameOfAModeSaysWhoseNetworkStackItIs(String networks, NetworkMode expected) {
        // Given
        TaskResponse task = Fixtures.parsedTask(
                "{\"Containers\": [{\"Name\": \"pulled\"}, {\"Name\": \"web\", \"Networks\": " + networks + "}]}");

        // When
        NetworkMode mode = NetworkMode.of(task);

        // Then
        assertThat(mode).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}", "{\"Containers\": null}", "{\"Containers\": []}", "{\"Containers\": [null]}"})
    void aTaskWithoutContainersTellsNoMode(String task) {
        assertThat(NetworkMode.of(Fixtures.parsedTask(task))).isEqualTo(NetworkMode.UNKNOWN);
    }
}
