package io.mackerel.agent;

import static io.mackerel.agent.ScriptedPlatform.empty;
import static io.mackerel.agent.ScriptedPlatform.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.mackerel.agent.OneCollection.Report;
import io.mackerel.agent.check.CheckReport;
import io.mackerel.agent.check.CheckStatus;
import io.mackerel.agent.config.CheckPluginConfig;
import io.mackerel.agent.config.CommandConfig;
import io.mackerel.agent.config.MetricPluginConfig;
import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.mackerel.AgentVersion;
import io.mackerel.agent.metric.ContainerName;
import io.mackerel.agent.metric.ContainerSample;
import io.mackerel.agent.metric.GraphDefinition;
import io.mackerel.agent.metric.Limits;
import io.mackerel.agent.metric.MetricName;
import io.mackerel.agent.metric.MetricValue;
import io.mackerel.agent.metric.Reading;
import io.mackerel.agent.metric.SampleTime;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.plugin.CheckPlugin;
import io.mackerel.agent.plugin.CommandRunner;
import io.mackerel.agent.plugin.MetricPlugin;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class OneCollectionTest {
    private static final Duration BETWEEN = Duration.ofSeconds(3);

    private final HandClock clock = new HandClock();
    private final List<Duration> pauses = new ArrayList<>();
    private final CommandRunner commands = new CommandRunner(Path.of("/proc"), System::nanoTime, "one-collection-test");
    private OneCollection.Plugins plugins = new OneCollection.Plugins(List.of(), List.of(), commands, clock::wall);
    private int pausesUntilStop = Integer.MAX_VALUE;

    @Test
    void twoSamplesSomeSecondsApartAreEnough() throws Exception {
        // Given
        ScriptedPlatform platform =
                new ScriptedPlatform().snapshot(reading(100, 1)).snapshot(reading(110, 6));

        // When
        Report report = collection(platform).collect(this::pause);

        // Then
        assertThat(report.host().name()).isEqualTo("task1");
        assertThat(report.host().customIdentifier()).isEqualTo("task1.ecs");
        assertThat(report.values())
                .extracting(OneCollectionTest::nameOf, MetricValue::epochSecond, MetricValue::value)
                .containsExactlyInAnyOrder(
                        tuple("container.memory.app.usage", 110L, 1_000.0),
                        tuple("container.memory.app.limit", 110L, 2_000.0),
                        tuple("container.cpu.app.usage", 110L, 50.0),
                        tuple("container.cpu.app.limit", 110L, 200.0));
        assertThat(pauses).containsExactly(BETWEEN);
    }

    @Test
    void theFirstValuesAreKeptWhenALaterSampleBringsOnlyTheOthers() throws Exception {
        // Given
        ScriptedPlatform platform = new ScriptedPlatform()
                .snapshot(containers(120, 100, 100))
                .snapshot(containers(123, 110, 100))
                .snapshot(containers(126, 110, 115));

        // When
        Report report = collection(platform).collect(this::pause);

        // Then
        assertThat(report.values())
                .filteredOn(value -> nameOf(value).endsWith(".usage"))
                .extracting(OneCollectionTest::nameOf, MetricValue::epochSecond)
                .containsExactlyInAnyOrder(
                        tuple("container.memory.app.usage", 123L),
                        tuple("container.cpu.app.usage", 123L),
                        tuple("container.memory.sidecar.usage", 126L),
                        tuple("container.cpu.sidecar.usage", 126L));
        assertThat(pauses).hasSize(2);
    }

    @Test
    void aSourceThatAnswersTheOldReadingIsAskedAgain() throws Exception {
        // Given
        ScriptedPlatform platform = new ScriptedPlatform()
                .snapshot(reading(100, 1))
                .snapshot(reading(100, 1))
                .snapshot(reading(100, 1))
                .snapshot(reading(110, 6));

        // When
        Report report = collection(platform).collect(this::pause);

        // Then
        assertThat(report.values()).extracting(OneCollectionTest::nameOf).contains("container.cpu.app.usage");
        assertThat(pauses).containsExactly(BETWEEN, BETWEEN, BETWEEN);
    }

    @Test
    void whatNeverComesIsNotWaitedForForEver() throws Exception {
        // Given
        ScriptedPlatform platform = new ScriptedPlatform().snapshot(reading(100, 1));

        // When
        Report report = collection(platform).collect(this::pause);

        // Then
        assertThat(report.values())
                .extracting(OneCollectionTest::nameOf)
                .containsExactlyInAnyOrder("container.memory.app.usage", "container.memory.app.limit");
        assertThat(pauses).hasSize(9);
    }

    @Test
    void whereThereIsNothingToMeasureNothingIsWaitedFor() throws Exception {
        // Given
        ScriptedPlatform platform = new ScriptedPlatform().snapshot(empty(100));

        // When
        Report report = collection(platform).collect(this::pause);

        // Then
        assertThat(report.values()).isEmpty();
        assertThat(pauses).isEmpty();
    }

    @Test
    void whoIsToldToEndReportsNothing() throws Exception {
        // Given
        pausesUntilStop = 1;
        ScriptedPlatform platform = new ScriptedPlatform().snapshot(reading(100, 1));

        // When
        Report report = collection(platform).collect(this::pause);

        // Then
        assertThat(report).isNull();
    }

    @Test
    void whatPluginsHaveToSayBelongsToIt() throws Exception {
        // Given
        plugins = oneOfEachKind();
        ScriptedPlatform platform = new ScriptedPlatform().snapshot(empty(100));

        // When
        Report report = collection(platform).collect(this::pause);

        // Then
        long now = clock.wall().getEpochSecond();
        assertThat(report.values()).containsExactly(new MetricValue(MetricName.custom("a.b"), now, 1));
        assertThat(report.reports()).containsExactly(new CheckReport("web", CheckStatus.OK, "well", now, null, null));
        assertThat(report.graphs()).extracting(GraphDefinition::name).containsExactly("custom.a");
    }

    @Test
    void whatIsNotPermittedIsSaidBeforeAnythingIsRead() {
        // Given
        ScriptedPlatform platform = new ScriptedPlatform()
                .denying("get nodes/stats")
                .snapshot(() -> {
                    throw new IllegalStateException("read all the same");
                });

        // When
        NotPermittedException failure = catchThrowableOfType(
                NotPermittedException.class, () -> collection(platform).collect(this::pause));

        // Then
        assertThat(failure).hasMessage("get nodes/stats");
        assertThat(pauses).isEmpty();
    }

    private OneCollection collection(ScriptedPlatform platform) {
        HostSpecs specs =
                new HostSpecs(platform, new Machine(Path.of("/nowhere"), clock::nanoTime), () -> TestConfig.defaults());
        return new OneCollection(platform, specs, new AgentVersion("1.2.3", "abc1234"), plugins);
    }

    private OneCollection.Plugins oneOfEachKind() {
        MetricPluginConfig metric = new MetricPluginConfig(
                "app",
                CommandConfig.shell(
                        "[ -z \"$MACKEREL_AGENT_PLUGIN_META\" ] || { echo '# mackerel-agent-plugin';"
                                + " echo '{\"graphs\":{\"a\":{\"metrics\":[]}}}'; exit; }; echo a.b 1 1",
                        null,
                        Map.of()),
                Duration.ofSeconds(30),
                null);
        CheckPluginConfig check = new CheckPluginConfig(
                "web",
                CommandConfig.shell("echo well", null, Map.of()),
                Duration.ofSeconds(30),
                null,
                null,
                null,
                null);
        return new OneCollection.Plugins(
                List.of(new MetricPlugin(metric, commands, text -> text)),
                List.of(new CheckPlugin(check, commands, text -> text)),
                commands,
                clock::wall);
    }

    /** Two containers, each read at a second of its own. */
    private static Callable<Snapshot> containers(long takenAt, long appReadAt, long sidecarReadAt) {
        return () -> new Snapshot(
                Instant.ofEpochSecond(takenAt),
                List.of(container("app", appReadAt), container("sidecar", sidecarReadAt)),
                List.of(),
                List.of());
    }

    private static ContainerSample container(String name, long readAt) {
        SampleTime at = SampleTime.stamped(Instant.ofEpochSecond(readAt));
        return new ContainerSample(
                name,
                new ContainerName(name),
                null,
                new Reading(readAt, at),
                new Reading(1_000, at),
                new Limits(200.0, 2_000L),
                List.of());
    }

    private boolean pause(Duration duration) {
        pauses.add(duration);
        return pauses.size() >= pausesUntilStop;
    }

    private static String nameOf(MetricValue value) {
        return value.name().value();
    }
}
