package io.mackerel.agent;

import static io.mackerel.agent.AgentSurroundings.HOSTS;
import static io.mackerel.agent.AgentSurroundings.SOON;
import static io.mackerel.agent.AgentSurroundings.TSDB;
import static io.mackerel.agent.AgentSurroundings.collectedValues;
import static io.mackerel.agent.AgentSurroundings.errors;
import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.LoopbackEndpoint.Answer;
import io.mackerel.agent.demo.ReceivedValue;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The packaged agent and a Mackerel that is not there, fails, refuses or forgets. */
class AgentOutageIT {
    private static final String WRONG_KEY = "a-key-that-nobody-knows";

    private final AgentSurroundings surroundings = new AgentSurroundings();

    @AfterEach
    void close() {
        surroundings.close();
    }

    @Test
    void whatIsCollectedWhileNobodyListensAndWhileMackerelFailsIsPostedWhenItIsBack() throws IOException {
        // Given
        surroundings.mackerel().faults().refuseAll(500);
        try (var door = new LateDoor(surroundings.mackerel().base());
                var agent = surroundings
                        .with("MACKEREL_APIBASE", door.uri().toString())
                        .startTalkative()) {
            surroundings.awaitCollections(agent, 2);
            door.open();
            surroundings.await(agent, "failing", () -> !surroundings.calls().isEmpty());
            surroundings.awaitCollections(agent, 3);

            // When
            var back = Instant.now().getEpochSecond();
            surroundings.mackerel().faults().recover();

            // Then
            surroundings.await(agent, "values", () -> surroundings.mackerel().valueCount() > 0);
            assertThat(agent.terminate(SOON)).isZero();
            assertThat(surroundings.posted()).extracting(ReceivedValue::time).isSorted();
            assertThat(surroundings.posted().stream()
                            .map(ReceivedValue::time)
                            .filter(time -> time <= back)
                            .distinct())
                    .hasSizeGreaterThanOrEqualTo(2);
            assertThat(surroundings.posted()).hasSize(collectedValues(agent));
            assertThat(surroundings.mackerel().hosts()).hasSize(1);
        }
    }

    @Test
    void aRefusedKeyEndsTheAgentInOneLineAndTouchesNoHost() throws IOException, InterruptedException {
        // Given
        var id = surroundings.registerHost(surroundings.customIdentifier());
        surroundings.storeId(id);
        var before = surroundings.mackerel().hosts();

        // When
        try (var agent = surroundings.with("MACKEREL_APIKEY", WRONG_KEY).start("run")) {
            var status = agent.awaitExit(SOON);

            // Then
            assertThat(status).isEqualTo(1);
            assertThat(errors(agent)).singleElement().asString().contains("API key was refused", "403");
            assertThat(agent.output()).doesNotContain(WRONG_KEY);
            assertThat(surroundings.mackerel().hosts()).isEqualTo(before);
            assertThat(surroundings.storedId()).isEqualTo(id);
        }
    }

    @Test
    void aRefusedHostEndsTheAgentWithTheReasonOfTheService() throws IOException {
        // Given
        try (var mackerel = new LoopbackEndpoint((method, path) -> method.equals("GET")
                        ? new Answer(200, "{\"hosts\":[]}")
                        : new Answer(400, "{\"error\":{\"message\":\"role not found: demo\"}}"));
                var agent = surroundings
                        .with("MACKEREL_APIBASE", mackerel.uri().toString())
                        .start("run")) {
            // When
            var status = agent.awaitExit(SOON);

            // Then
            assertThat(status).isEqualTo(1);
            assertThat(errors(agent)).singleElement().asString().contains("400", "role not found: demo");
        }
    }

    @Test
    void failingPostsLoseNothing() {
        // Given
        try (var agent = surroundings.startTalkative()) {
            surroundings.await(agent, "values", () -> surroundings.mackerel().valueCount() > 0);
            var before = surroundings.mackerel().valueCount();

            // When
            surroundings.mackerel().faults().cutNext(TSDB, 1);
            surroundings.mackerel().faults().failNext(TSDB, 429, 1, 1);

            // Then
            surroundings.await(
                    agent, "values again", () -> surroundings.mackerel().valueCount() > before);
            assertThat(agent.terminate(SOON)).isZero();
            assertThat(surroundings.mackerel().requests().stream()
                            .filter(request -> request.path().equals(TSDB))
                            .map(request -> request.status()))
                    .contains(0, 429);
            assertThat(surroundings.posted()).hasSize(collectedValues(agent));
        }
    }

    @Test
    void whenTheHostIsGoneInMidRunItsValuesGoToANewOneAndNoneIsLost() throws IOException, InterruptedException {
        // Given
        try (var agent = surroundings.startTalkative()) {
            surroundings.await(agent, "values", () -> surroundings.mackerel().valueCount() > 0);
            var gone = surroundings.mackerel().hosts().getFirst().getString("id");

            // When
            surroundings.retireHost(gone);

            // Then
            surroundings.await(
                    agent, "a new host", () -> surroundings.mackerel().hosts().size() == 2);
            var fresh = surroundings.mackerel().hosts().getLast().getString("id");
            surroundings.await(
                    agent,
                    "values of it",
                    () -> surroundings.posted().stream()
                            .anyMatch(value -> value.hostId().equals(fresh)));
            assertThat(surroundings.storedId()).isEqualTo(fresh);
            assertThat(agent.terminate(SOON)).isZero();
            assertThat(surroundings.calls()).endsWith("POST " + HOSTS + "/" + fresh + "/retire");
            assertThat(surroundings.posted()).hasSize(collectedValues(agent));
        }
    }
}
