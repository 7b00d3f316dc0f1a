package io.mackerel.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.config.CommandConfig;
import io.mackerel.agent.config.MetricPluginConfig;
import io.mackerel.agent.metric.GraphDefinition;
import io.mackerel.agent.metric.MetricName;
import io.mackerel.agent.metric.MetricValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricPluginTest {
    private static final Instant AT = Instant.parse("2027-01-15T08:00:00.5Z");
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(1_500);

    @TempDir
    private Path folder;

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final LogLines log = new LogLines(MetricPlugin.class.getName());
    private Programs programs;
    private CommandRunner runner;

    @BeforeEach
    void begin() {
        programs = new Programs(folder);
        runner = Runners.runner(RunRules.DEFAULT.withKillAfter(Duration.ofMillis(300)));
    }

    @AfterEach
    void end() {
        runner.killAll();
        callers.shutdownNow();
        log.close();
    }

    @Test
    void whatAPluginPrintsIsMeasured() throws Exception {
        // Given
        MetricPlugin plugin = plugin("printf 'web.ok\\t12\\t1\\nweb.bad\\t0.5\\t1\\n'");

        // When
        MetricRun run = plugin.collect(AT);

        // Then
        assertThat(run)
                .isEqualTo(new MetricRun.Measured(List.of(value("web.ok", 12), value("web.bad", 0.5)), List.of()));
    }

    @Test
    void whatCannotBeUsedCostsNoOtherAndIsToldOfOnce() throws Exception {
        // Given
        MetricPlugin plugin = plugin("printf 'a\\t1\\t1\\r\\nb\\tNaN\\t1\\nb\\t1e309\\t1\\nc d\\t1\\t1\\n"
                + "\\377\\376\\001\\t1\\t1\\nthe s3cret-value\\n\\nz\\t2\\t1'");

        // When
        List<MetricRun> runs = List.of(plugin.collect(AT), plugin.collect(AT));

        // Then
        List<MetricValue> values = List.of(value("a", 1), value("z", 2));
        assertThat(runs)
                .containsExactly(
                        new MetricRun.Measured(
                                values,
                                List.of(
                                        "a value is not a finite decimal number: b NaN 1",
                                        "a value is not a finite decimal number: b 1e309 1",
                                        "a line is not name, value and epoch: c d 1 1",
                                        "a name is not of letters, digits, '-', '_' and '.': \uFFFD\uFFFD 1 1",
                                        "a line is not name, value and epoch: the ****")),
                        new MetricRun.Measured(values, List.of()));
    }

    @Test
    void aPluginThatPrintsNothingMeasuresNothing() throws Exception {
        // Given
        MetricPlugin plugin = plugin("true");

        // When
        MetricRun run = plugin.collect(AT);

        // Then
        assertThat(run).isEqualTo(new MetricRun.Measured(List.of(), List.of()));
    }

    @Test
    void aFailedPluginIsToldOfWithItsStatusAndTheLastLineOfItsErrors() throws Exception {
        // Given
        MetricPlugin plugin = plugin("echo 'a 1 1'; echo first >&2; echo 'no s3cret-value' >&2; echo >&2; exit 3");

        // When
        MetricRun run = plugin.collect(AT);

        // Then
        assertThat(run).isEqualTo(new MetricRun.Failed("exit status 3: no ****"));
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aPluginThatHangsFailsWhenItsTimeIsUp() throws Exception {
        // Given
        MetricPlugin plugin = plugin("echo waiting >&2; exec sleep 300", SHORT);

        // When
        MetricRun run = plugin.collect(AT);

        // Then
        assertThat(run).isEqualTo(new MetricRun.Failed("timed out after 1500ms: waiting"));
    }

    @Test
    void aPluginThatFloodsFails() throws Exception {
        // Given
        runner = Runners.runner(RunRules.DEFAULT.withFlood(3_000_000));
        MetricPlugin plugin = plugin("yes");

        // When
        MetricRun run = plugin.collect(AT);

        // Then
        assertThat(run).isEqualTo(new MetricRun.Failed("ended because it printed without end"));
    }

    @Test
    void aPluginThatIsNotThereFails() throws Exception {
        // Given
        MetricPlugin plugin = plugin(new CommandConfig(List.of("/nowhere/s3cret-value"), null, Map.of()), LONG);

        // When
        MetricRun run = plugin.collect(AT);

        // Then
        assertThat(run).isEqualTo(new MetricRun.Failed("cannot run /nowhere/****: No such file or directory"));
    }

    @Test
    void standardErrorIsLoggedOnceWithoutSecrets() throws Exception {
        // Given
        MetricPlugin plugin = plugin("echo 'deprecated: s3cret-value' >&2; echo 'a 1 1'");

        // When
        plugin.collect(AT);
        plugin.collect(AT);

        // Then
        assertThat(log.lines()).containsExactly("metric plugin web printed to standard error: deprecated: ****");
    }

    @Test
    void aSecondCollectionFindsThePluginBusy() throws Exception {
        // Given
        MetricPlugin plugin = plugin("echo $$ > $DIR/self; while [ ! -e $DIR/go ]; do sleep 0.05; done; echo 'a 1 1'");
        Future<MetricRun> first = callers.submit(() -> plugin.collect(AT));
        programs.pid("self");

        // When
        MetricRun second = plugin.collect(AT);

        // Then
        assertThat(second).isEqualTo(new MetricRun.Busy());
        Files.createFile(folder.resolve("go"));
        assertThat(first.get()).isEqualTo(new MetricRun.Measured(List.of(value("a", 1)), List.of()));
        assertThat(plugin.collect(AT)).isInstanceOf(MetricRun.Measured.class);
    }

    @Test
    void runsForValuesAndForGraphsDoNotOverlap() throws Exception {
        // Given
        MetricPlugin plugin = plugin("mkdir $DIR/running || echo overlap >> $DIR/overlaps;"
                + " sleep 0.1; rmdir $DIR/running; echo 'a 1 1'");

        // When
        List<Future<?>> runs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            runs.add(callers.submit(plugin::graphDefinitions));
            runs.add(callers.submit(() -> plugin.collect(AT)));
        }

        // Then
        for (Future<?> each : runs) {
            assertThat(each.get())
                    .isIn(
                            new GraphRun.None(),
                            new MetricRun.Busy(),
                            new MetricRun.Measured(List.of(value("a", 1)), List.of()));
        }
        assertThat(folder.resolve("overlaps")).doesNotExist();
    }

    @Test
    void graphsAreAskedForWithAVariable() throws Exception {
        // Given
        MetricPlugin plugin = plugin("if [ \"$MACKEREL_AGENT_PLUGIN_META\" = 1 ]; then echo '# mackerel-agent-plugin';"
                + " echo '{\"graphs\":{\"web\":{\"label\":\"Web\",\"unit\":\"furlong\",\"metrics\":[]}}}';"
                + " else echo 'a 1 1'; fi");

        // When
        GraphRun run = plugin.graphDefinitions();

        // Then
        assertThat(run)
                .isEqualTo(new GraphRun.Defined(
                        List.of(new GraphDefinition("custom.web", "Web", "float", List.of())),
                        List.of("a graph's unit is not one of Mackerel's, float is used: web furlong")));
        assertThat(plugin.collect(AT)).isEqualTo(new MetricRun.Measured(List.of(value("a", 1)), List.of()));
    }

    @Test
    void aPluginWithoutGraphsHasNone() throws Exception {
        // Given
        MetricPlugin plugin = plugin("echo 'a 1 1'");

        // When
        GraphRun run = plugin.graphDefinitions();

        // Then
        assertThat(run).isEqualTo(new GraphRun.None());
    }

    @Test
    void graphsThatCannotBeReadAreAFailure() throws Exception {
        // Given
        List<MetricPlugin> plugins = List.of(
                plugin("echo '# mackerel-agent-plugin'; echo '{'"),
                plugin("echo '# mackerel-agent-plugin'; yes | head -c 2000000"),
                plugin("echo no >&2; exit 1"),
                plugin("exec sleep 300", SHORT));

        // When
        List<GraphRun> runs = new ArrayList<>();
        for (MetricPlugin each : plugins) {
            runs.add(each.graphDefinitions());
        }

        // Then
        assertThat(runs)
                .containsExactly(
                        new GraphRun.Failed("the graph definitions are broken JSON at line 3, column 1"),
                        new GraphRun.Failed("the graph definitions are longer than 1 MiB"),
                        new GraphRun.Failed("exit status 1: no"),
                        new GraphRun.Failed("timed out after 1500ms"));
    }

    @Test
    void aPluginThatIsRemovedEndsWithAllItLeftBehind() throws Exception {
        // Given
        MetricPlugin leaving = plugin("sleep 300 & echo $! > $DIR/left");
        MetricPlugin running = plugin("echo $$ > $DIR/self; exec sleep 300");
        leaving.collect(AT);
        Future<MetricRun> run = callers.submit(() -> running.collect(AT));
        long self = programs.pid("self");
        long left = programs.pid("left");

        // When
        Stream.of(leaving, running).forEach(MetricPlugin::end);

        // Then
        Programs.awaitEnd(self);
        Programs.awaitEnd(left);
        assertThat(run.get()).isEqualTo(new MetricRun.Ended());
        assertThat(running.collect(AT)).isEqualTo(new MetricRun.Ended());
        assertThat(running.graphDefinitions()).isEqualTo(new GraphRun.Ended());
    }

    @Test
    void theOthersGoOnWhenAPluginIsRemoved() throws Exception {
        // Given
        MetricPlugin removed = plugin("exec sleep 300");
        MetricPlugin kept = plugin("echo $$ > $DIR/self; while [ ! -e $DIR/go ]; do sleep 0.05; done; echo 'a 1 1'");
        Future<MetricRun> run = callers.submit(() -> kept.collect(AT));
        programs.pid("self");

        // When
        removed.end();

        // Then
        Files.createFile(folder.resolve("go"));
        assertThat(run.get()).isInstanceOf(MetricRun.Measured.class);
    }

    private MetricPlugin plugin(String script) {
        return plugin(script, LONG);
    }

    private MetricPlugin plugin(String script, Duration timeout) {
        return plugin(programs.shell(script), timeout);
    }

    private MetricPlugin plugin(CommandConfig command, Duration timeout) {
        return new MetricPlugin(
                new MetricPluginConfig("web", command, timeout, null),
                runner,
                text -> text.replace("s3cret-value", "****"));
    }

    private static MetricValue value(String name, double value) {
        return new MetricValue(MetricName.custom(name), AT.getEpochSecond(), value);
    }
}
