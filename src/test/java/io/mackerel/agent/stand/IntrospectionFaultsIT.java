package io.mackerel.agent.stand;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the agent in a container makes of a Docker Engine that it cannot reach, or no longer, or only in part. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class IntrospectionFaultsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Map<String, String> OFTEN = Map.of("MACKEREL_METRICS_INTERVAL", "5s");

    private static final int OTHER_GROUP = 65532;

    private IntrospectionTask task;

    @BeforeEach
    void makeTask() throws Exception {
        task = IntrospectionTask.of(DockerEngine.ofRootOrSkip(), "bridge", EcsTask.unlimited(Map.of()));
    }

    @AfterEach
    void remove() {
        if (task != null) {
            task.close();
        }
    }

    @Test
    void anAgentWithoutTheSocketEndsAndNamesTheVolume() throws Exception {
        // Given
        var definition = task.definition().withoutMount(AgentDefinition.SOCKET);

        // When
        var agent = task.start(definition);

        // Then
        assertThat(agent.awaitExit(SOON)).as(agent.printed().text()).isEqualTo(3);
        assertThat(lastLine(agent)).contains(AgentDefinition.SOCKET).contains("volume");
        assertThat(task.mackerel().requests()).isEmpty();
    }

    @Test
    void anAgentThatMayNotUseTheSocketEndsAndNamesTheGroup() throws Exception {
        // Given
        var group = AgentDefinition.groupOf(task.engine().socket());
        var definition = task.definition().withGroup(OTHER_GROUP);

        // When
        var agent = task.start(definition);

        // Then
        assertThat(agent.awaitExit(SOON)).as(agent.printed().text()).isEqualTo(3);
        assertThat(lastLine(agent))
                .contains(AgentDefinition.SOCKET)
                .contains("group")
                .contains(Integer.toString(group));
        assertThat(task.mackerel().requests()).isEmpty();
    }

    @Test
    void aContainerThatIsGoneWhenItsStatsAreAskedForIsSkipped() throws Exception {
        // Given
        task.start(idle("stays"));
        task.start(idle("goes"));
        var agent = task.start(task.definition().withEnvironment(OFTEN));
        task.awaitValue(agent, "container.memory.goes.usage", Instant.EPOCH);

        // When
        task.engine().remove(task.task().containerIds().get("goes"));
        var gone = InstantSource.system().instant();

        // Then
        task.awaitValue(agent, "container.cpu.stays.usage", gone);
        agent.printed().await(line -> line.contains("goes") && line.contains("404"), "why it was skipped", SOON);
        assertThat(agent.stop(SOON)).as(agent.printed().text()).isZero();
        assertThat(task.mackerel().values())
                .filteredOn(value -> value.time() > gone.getEpochSecond())
                .noneMatch(value -> value.name().contains("goes"));
    }

    @Test
    void anEngineThatRestartsCostsTheCyclesUntilItIsBack() throws Exception {
        try (var proxy = new EngineProxy(task.engine().socket())) {
            // Given
            task.start(idle("stays"));
            var agent = task.start(task.definition()
                    .withoutMount(AgentDefinition.SOCKET)
                    .withMount("/run/engine", proxy.folder())
                    .withEnvironment(OFTEN)
                    .withEnvironment(Map.of("MACKEREL_DOCKER_SOCKET", "/run/engine/docker.sock")));
            task.awaitValue(agent, "container.memory.stays.usage", Instant.EPOCH);

            // When
            proxy.stop();
            agent.printed().await("collecting metrics failed: reason=", SOON);
            proxy.startAgain();
            var back = InstantSource.system().instant();

            // Then
            task.awaitValue(agent, "container.cpu.stays.usage", back);
            assertThat(agent.printed().text())
                    .contains("collecting metrics works again")
                    .doesNotContain("ERROR");
            assertThat(agent.stop(SOON)).as(agent.printed().text()).isZero();
        }
    }

    private static Workload idle(String name) {
        return new Workload(name, "echo ready; sleep 600", 0, 0, "bridge");
    }

    private static String lastLine(AgentContainer agent) {
        return agent.printed().lines().getLast();
    }
}
