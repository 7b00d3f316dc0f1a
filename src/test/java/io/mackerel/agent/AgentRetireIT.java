package io.mackerel.agent;

import static io.mackerel.agent.AgentSurroundings.HOSTS;
import static io.mackerel.agent.AgentSurroundings.SOON;
import static io.mackerel.agent.AgentSurroundings.errors;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The command {@code retire} of the packaged program. */
class AgentRetireIT {
    private final AgentSurroundings surroundings = new AgentSurroundings();

    @AfterEach
    void close() {
        surroundings.close();
    }

    @Test
    void theHostOfAnAgentThatWasKilledIsRetired() throws IOException, InterruptedException {
        // Given
        surroundings.startAndAwaitValues().close();
        var id = surroundings.storedId();

        // When
        try (var program = surroundings.start("retire")) {
            var status = program.awaitExit(SOON);

            // Then
            assertThat(status).isZero();
            assertThat(program.lines()).contains("host retired: id=" + id);
            assertThat(surroundings.host(id).getBoolean("isRetired")).isTrue();
            assertThat(surroundings.idFile()).doesNotExist();
        }
    }

    @Test
    void aHostThatIsRetiredAlreadyIsForgotten() throws IOException, InterruptedException {
        // Given
        var id = surroundings.registerHost(surroundings.customIdentifier());
        surroundings.retireHost(id);
        surroundings.storeId(id);

        // When
        try (var program = surroundings.start("retire")) {
            var status = program.awaitExit(SOON);

            // Then
            assertThat(status).isZero();
            assertThat(program.output()).contains("nothing to retire", "it is retired");
            assertThat(surroundings.idFile()).doesNotExist();
        }
    }

    @Test
    void withoutAnIdItSaysWhereItLooked() {
        // When
        try (var program = surroundings.start("retire")) {
            var status = program.awaitExit(SOON);

            // Then
            assertThat(status).isEqualTo(1);
            assertThat(errors(program))
                    .singleElement()
                    .asString()
                    .contains(surroundings.idFile().toString(), "web console");
            assertThat(surroundings.calls()).isEmpty();
        }
    }

    @Test
    void aRefusalKeepsTheId() throws IOException, InterruptedException {
        // Given
        var id = surroundings.registerHost(surroundings.customIdentifier());
        surroundings.storeId(id);
        surroundings.with("MACKEREL_APIKEY", "wrong-key-1234");

        // When
        try (var program = surroundings.start("retire")) {
            var status = program.awaitExit(SOON);

            // Then
            assertThat(status).isEqualTo(1);
            assertThat(errors(program)).singleElement().asString().contains("could not be retired", "id=" + id, "403");
            assertThat(program.output()).doesNotContain("wrong-key");
            assertThat(surroundings.storedId()).isEqualTo(id);
        }
    }

    @Test
    void anApiThatIsDownIsWaitedForInVainForAsLongAsAShutdownMayTake() throws IOException {
        // Given
        surroundings.storeId("2eQGDXqtoXs");
        surroundings
                .with("MACKEREL_APIBASE", LoopbackEndpoint.refusing().toString())
                .with("MACKEREL_SHUTDOWN_TIMEOUT", "2s");

        // When
        try (var program = surroundings.start("retire")) {
            var status = program.awaitExit(SOON);

            // Then
            assertThat(status).isEqualTo(1);
            assertThat(errors(program)).singleElement().asString().contains("Connection refused", "its id is kept");
            assertThat(surroundings.storedId()).isEqualTo("2eQGDXqtoXs");
        }
    }

    @Test
    void anOutageIsOutlasted() throws IOException, InterruptedException {
        // Given
        var id = surroundings.registerHost(surroundings.customIdentifier());
        surroundings.storeId(id);
        surroundings.mackerel().faults().failNext(HOSTS + "/" + id, 503, 2);

        // When
        try (var program = surroundings.start("retire")) {
            var status = program.awaitExit(SOON);

            // Then
            assertThat(status).isZero();
            assertThat(program.output()).contains("host retired: id=" + id);
        }
    }
}
