package io.mackerel.agent;

import static io.mackerel.agent.AgentSurroundings.HOSTS;
import static io.mackerel.agent.AgentSurroundings.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which host the packaged agent takes for its own, over several lives. */
class AgentHostIT {
    private final AgentSurroundings surroundings = new AgentSurroundings();

    @AfterEach
    void close() {
        surroundings.close();
    }

    @Test
    void aKilledAgentLeavesAHostThatTheNextFindsByItsStoredIdAndUpdatesWhole()
            throws IOException, InterruptedException {
        // Given
        surroundings.startAndAwaitValues().close();
        var id = surroundings.storedId();
        var registered = surroundings.host(id);

        // When
        endWhileMackerelFails();
        var storedAfterFailure = surroundings.storedId();
        surroundings.startAndAwaitValues().close();

        // Then
        assertThat(storedAfterFailure).isEqualTo(id);
        assertThat(surroundings.calls()).contains("GET " + HOSTS + "/" + id, "PUT " + HOSTS + "/" + id);
        assertThat(surroundings.mackerel().hosts()).containsExactly(registered);
    }

    @Test
    void anAgentWhoseFilesAreLostFindsItsHostByTheCustomIdentifier() throws IOException, InterruptedException {
        // Given
        var id = surroundings.registerHost(surroundings.customIdentifier());

        // When
        try (var agent = surroundings.startAndAwaitValues()) {
            var stored = surroundings.storedId();
            var status = agent.terminate(SOON);

            // Then
            assertThat(status).isZero();
            assertThat(stored).isEqualTo(id);
            assertThat(surroundings.calls()).contains("PUT " + HOSTS + "/" + id);
            assertThat(surroundings.mackerel().hosts()).hasSize(1);
            assertThat(surroundings.host(id).getBoolean("isRetired")).isTrue();
        }
    }

    @Test
    void aStoredHostThatIsRetiredIsForgotten() throws IOException, InterruptedException {
        // Given
        var old = surroundings.registerHost(surroundings.customIdentifier());
        surroundings.retireHost(old);
        surroundings.storeId(old);

        // When, Then
        assertANewHostIsRegisteredAndTheOldOneIsNotTouched(old);
    }

    @Test
    void aStoredHostOfAnotherTaskIsForgottenAndNeverTouched() throws IOException, InterruptedException {
        // Given
        var old = surroundings.registerHost("another-task.ecs");
        surroundings.storeId(old);

        // When, Then
        assertANewHostIsRegisteredAndTheOldOneIsNotTouched(old);
    }

    @Test
    void anIdThatMackerelDoesNotKnowIsForgotten() throws IOException, InterruptedException {
        // Given
        surroundings.storeId("deleted1234");

        // When
        try (var agent = surroundings.startAndAwaitValues()) {
            // Then
            assertThat(surroundings.mackerel().hosts()).hasSize(1);
            assertThat(surroundings.storedId())
                    .isEqualTo(surroundings.mackerel().hosts().getFirst().getString("id"));
            assertThat(agent.output()).contains("the host is forgotten: id=deleted1234");
        }
    }

    @Test
    void withTheIdInMemoryNothingIsWritten() throws InterruptedException {
        // Given
        surroundings.with("MACKEREL_HOST_ID_STORE", "memory");

        // When
        try (var agent = surroundings.startAndAwaitValues()) {
            var status = agent.terminate(SOON);

            // Then
            assertThat(status).isZero();
            assertThat(surroundings.idFile().getParent()).doesNotExist();
            assertThat(surroundings.mackerel().hosts()).allMatch(host -> host.getBoolean("isRetired"));
        }
    }

    /** Nobody can make a folder in {@code /proc}, the superuser included. */
    @Test
    void aRootThatCannotBeWrittenCostsOneLine() throws InterruptedException {
        // Given
        surroundings.with("MACKEREL_AGENT_ROOT", "/proc/agent");

        // When
        try (var agent = surroundings.startAndAwaitValues()) {
            var status = agent.terminate(SOON);

            // Then
            assertThat(status).isZero();
            assertThat(agent.lines())
                    .filteredOn(line -> line.contains("/proc/agent"))
                    .singleElement()
                    .asString()
                    .contains("the host id is kept in memory only");
            assertThat(surroundings.mackerel().hosts()).allMatch(host -> host.getBoolean("isRetired"));
        }
    }

    /** As in a container with a read-only root file system. */
    @Test
    void anAgentThatCanWriteNowhereMonitorsAllTheSame() throws InterruptedException {
        // Given
        surroundings
                .with("MACKEREL_AGENT_ROOT", "/proc/agent")
                .with("JAVA_TOOL_OPTIONS", "-XX:-UsePerfData -Djava.io.tmpdir=/proc");

        // When
        try (var agent = surroundings.startAndAwaitValues()) {
            var status = agent.terminate(SOON);

            // Then
            assertThat(status).isZero();
            assertThat(agent.lines()).noneMatch(line -> line.contains(" WARN "));
            assertThat(surroundings.mackerel().hosts()).allMatch(host -> host.getBoolean("isRetired"));
        }
    }

    private void endWhileMackerelFails() {
        surroundings.mackerel().faults().refuseAll(500);
        try (var agent = surroundings.with("MACKEREL_SHUTDOWN_TIMEOUT", "3s").startTalkative()) {
            surroundings.awaitCollections(agent, 1);
            assertThat(agent.terminate(SOON)).isZero();
        }
        surroundings.mackerel().faults().recover();
    }

    private void assertANewHostIsRegisteredAndTheOldOneIsNotTouched(String old)
            throws IOException, InterruptedException {
        var before = surroundings.host(old);
        var calls = surroundings.calls().size();
        try (var agent = surroundings.startAndAwaitValues()) {
            assertThat(surroundings.mackerel().hosts()).hasSize(2);
            assertThat(surroundings.storedId()).isNotEqualTo(old);
            assertThat(agent.terminate(SOON)).isZero();
            assertThat(surroundings.host(old)).isEqualTo(before);
            assertThat(surroundings.calls().stream().skip(calls))
                    .filteredOn(call -> call.contains(old))
                    .containsOnly("GET " + HOSTS + "/" + old);
        }
    }
}
