package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.config.CommandConfig;
import io.mackerel.agent.config.MetricPluginConfig;
import io.mackerel.agent.delivery.Backoff;
import io.mackerel.agent.mackerel.GraphDefinitionPosting;
import io.mackerel.agent.mackerel.MackerelFake;
import io.mackerel.agent.plugin.CommandRunner;
import io.mackerel.agent.plugin.MetricPlugin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GraphDefinitionCycleTest {
    private static final String POST = "POST graph-defs/create ";

    private final CommandRunner commands = new CommandRunner(Path.of("/proc"), System::nanoTime, "graph-cycle-test");
    private final MackerelFake mackerel = new MackerelFake();
    private final List<MetricPlugin> plugins = new CopyOnWriteArrayList<>(List.of(plugin("a"), plugin("none")));
    private final GraphDefinitionCycle cycle = new GraphDefinitionCycle(
            () -> plugins,
            new GraphDefinitionPosting(mackerel.client()),
            new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), new Random(1)),
            System::nanoTime);
    private final Thread thread = Thread.ofVirtual().start(cycle::run);

    @AfterEach
    void end() throws InterruptedException {
        thread.interrupt();
        assertThat(thread.join(AgentSurroundings.SOON)).isTrue();
    }

    @Test
    void graphsAreDefinedOnceThereIsAHostThoughOftenItIsSaid() {
        // Given
        cycle.pluginsChanged();
        List<String> before = mackerel.calls();

        // When
        cycle.begin();
        cycle.begin();

        // Then
        awaitCalls(1);
        assertThat(before).isEmpty();
        assertThat(mackerel.calls()).containsExactly(POST + "[custom.a]");
    }

    @Test
    void anOutageIsTriedAgain() {
        // Given
        mackerel.failNextOf("graph-defs", 503, 2);

        // When
        cycle.begin();

        // Then
        awaitCalls(3);
        assertThat(mackerel.calls()).containsOnly(POST + "[custom.a]");
    }

    @Test
    void otherPluginsHaveOtherGraphs() {
        // Given
        cycle.begin();
        awaitCalls(1);
        plugins.set(1, plugin("b"));

        // When
        cycle.pluginsChanged();

        // Then
        awaitCalls(2);
        assertThat(mackerel.calls().getLast()).contains("custom.a").contains("custom.b");
    }

    private void awaitCalls(int count) {
        AgentSurroundings.awaitWithoutAgent(
                count + " calls", () -> mackerel.calls().size() >= count);
    }

    private MetricPlugin plugin(String name) {
        String script = name.equals("none")
                ? "echo value 1 1"
                : "echo '# mackerel-agent-plugin'; echo '{\"graphs\":{\"" + name + "\":{\"metrics\":[]}}}'";
        return new MetricPlugin(
                new MetricPluginConfig(name, CommandConfig.shell(script, null, Map.of()), Duration.ofSeconds(30), null),
                commands,
                text -> text);
    }
}
