package io.mackerel.agent.stand;

import static io.mackerel.agent.stand.EcsWorkload.BUSY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.mackerel.agent.stand.MackerelRecorder.PostedValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three agents at once beside the same containers: two as processes that ask the metadata endpoint, one in a container of
 * the task, which for the others is a container as any.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SourcesAgreeOnDockerIT {
    private enum Source {
        V4,
        V3,
        INTROSPECTION
    }

    private static final String BUSY_CPU = "container.cpu." + BUSY + ".usage";
    /** So little that it gets it at any time, on a busy machine too. */
    private static final double BUSY_CPUS = 0.2;

    private static final int COLLECTIONS = 5;
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(3);

    @TempDir
    private static Path roots;

    private static final Map<Source, List<PostedValue>> VALUES = new EnumMap<>(Source.class);

    @BeforeAll
    static void theAgentsLiveAtTheSameTime() throws Exception {
        var engine = DockerEngine.ofRootOrSkip();
        var network = engine.createNetwork("sources");
        var resources = new ArrayList<AutoCloseable>();
        try (var task = IntrospectionTask.of(engine, network, EcsTask.limited(1.5, 512, Map.of()))) {
            EcsWorkload.on(network).stream()
                    .map(workload -> workload.name().equals(BUSY) ? workload.withCpus(BUSY_CPUS) : workload)
                    .forEach(task::start);
            var agent = task.start(task.definition());
            var stand = new TaskMetadataStand(engine, task.task(), InstantSource.system());
            resources.add(stand);
            stand.followAll();
            var recorders = new EnumMap<Source, MackerelRecorder>(Source.class);
            recorders.put(Source.INTROSPECTION, task.mackerel());
            for (var version : MetadataVersion.values()) {
                var mackerel = new MackerelRecorder();
                resources.add(mackerel);
                recorders.put(Source.valueOf(version.name()), mackerel);
                resources.add(AgentProcess.start(environment(version, stand, mackerel), "run"));
            }
            task.await(
                    agent, "collections", recorder -> times(recorder.values()).size() >= COLLECTIONS);
            for (var mackerel : recorders.values()) {
                mackerel.await(_ -> times(mackerel.values()).size() >= COLLECTIONS, LONG_ENOUGH);
            }
            recorders.forEach((source, mackerel) -> VALUES.put(source, mackerel.values()));
        } finally {
            for (var resource : resources.reversed()) {
                resource.close();
            }
        }
    }

    @AfterAll
    static void forget() {
        VALUES.clear();
    }

    @Test
    void theNamesAreTheSame() {
        assertThat(names(Source.V4)).hasSize(4 * 4 + 4 * 2);
        assertThat(names(Source.V3)).isEqualTo(names(Source.V4));
        assertThat(names(Source.INTROSPECTION)).isEqualTo(names(Source.V4));
    }

    @Test
    void theLimitsAreTheSame() {
        assertThat(limits(Source.V4))
                .hasSize(4 * 2)
                .allSatisfy((name, values) -> assertThat(values).as(name).hasSize(1));
        assertThat(limits(Source.V3)).isEqualTo(limits(Source.V4));
        assertThat(limits(Source.INTROSPECTION)).isEqualTo(limits(Source.V4));
    }

    @Test
    void memoryUsageIsWithinFivePercent() {
        for (var container : EcsWorkload.NAMES) {
            var name = "container.memory." + container + ".usage";

            assertThat(mean(Source.V3, name)).as(name).isCloseTo(mean(Source.V4, name), withinPercentage(5));
            assertThat(mean(Source.INTROSPECTION, name)).as(name).isCloseTo(mean(Source.V4, name), withinPercentage(5));
        }
    }

    @Test
    void cpuUsageIsWithinFivePercent() {
        assertThat(mean(Source.V4, BUSY_CPU)).isCloseTo(100 * BUSY_CPUS, withinPercentage(10));
        assertThat(mean(Source.V3, BUSY_CPU)).isCloseTo(mean(Source.V4, BUSY_CPU), withinPercentage(5));
        assertThat(mean(Source.INTROSPECTION, BUSY_CPU)).isCloseTo(mean(Source.V4, BUSY_CPU), withinPercentage(5));
    }

    private static Map<String, String> environment(
            MetadataVersion version, TaskMetadataStand stand, MackerelRecorder mackerel) throws IOException {
        var environment = new HashMap<String, String>();
        environment.put(version.variable(), stand.endpoint(version).toString());
        environment.put("AWS_EXECUTION_ENV", "AWS_ECS_EC2");
        environment.put("MACKEREL_APIBASE", mackerel.apibase().toString());
        environment.put("MACKEREL_APIKEY", AgentDefinition.API_KEY);
        environment.put("MACKEREL_AGENT_ROOT", roots.resolve(version.name()).toString());
        environment.put("MACKEREL_METRICS_INTERVAL", "10s");
        return environment;
    }

    private static Set<String> names(Source source) {
        return VALUES.get(source).stream().map(PostedValue::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Set<Double>> limits(Source source) {
        return VALUES.get(source).stream()
                .filter(value -> value.name().endsWith(".limit"))
                .collect(Collectors.groupingBy(
                        PostedValue::name, TreeMap::new, Collectors.mapping(PostedValue::value, Collectors.toSet())));
    }

    /** In the window that all sources have: without the first values of each, and what the last to end has more. */
    private static double mean(Source source, String name) {
        var from = VALUES.values().stream()
                .mapToLong(values -> times(values).get(1))
                .max()
                .orElseThrow();
        var to = VALUES.values().stream()
                .mapToLong(values -> times(values).getLast())
                .min()
                .orElseThrow();
        return VALUES.get(source).stream()
                .filter(value -> value.name().equals(name) && value.time() > from && value.time() <= to + 1)
                .mapToDouble(PostedValue::value)
                .average()
                .orElseThrow();
    }

    private static List<Long> times(List<PostedValue> values) {
        return values.stream()
                .filter(value -> value.name().equals(BUSY_CPU))
                .map(PostedValue::time)
                .distinct()
                .sorted()
                .toList();
    }
}
