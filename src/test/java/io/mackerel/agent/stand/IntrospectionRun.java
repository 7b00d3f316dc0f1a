package io.mackerel.agent.stand;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.stand.MackerelRecorder.PostedValue;
import io.mackerel.agent.stand.MackerelRecorder.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/**
 * One life of the agent in a container beside its siblings: started, left to collect four times, then stopped.
 *
 * @param exitStatus of the container
 * @param samples what Docker read of each container, the agent included, in order
 * @param introspected path and query of what was asked of the Introspection API
 */
record IntrospectionRun(
        EcsTask task,
        int exitStatus,
        List<String> output,
        List<Request> requests,
        List<PostedValue> values,
        Map<String, List<StatsSample>> samples,
        List<String> introspected) {
    /** Two readings of Docker, the second the later one; both of one collection each. */
    record Window(StatsSample from, StatsSample to) {}

    private static final String BUSY_CPU = "container.cpu." + EcsWorkload.BUSY + ".usage";
    private static final Duration GRACE = Duration.ofSeconds(60);
    /** Of a double that went through JSON. */
    private static final double SAME = 1e-9;

    static IntrospectionRun of(DockerEngine engine, IntrospectionSituation situation)
            throws IOException, InterruptedException {
        try (var task = IntrospectionTask.of(engine, situation.networkMode(), situation.task())) {
            EcsWorkload.on(situation.networkMode()).forEach(task::start);
            var agent = task.start(task.definition());
            task.follow(AgentContainer.NAME);
            task.await(agent, "three values of " + BUSY_CPU, recorder -> busyCpuValues(recorder) >= 3);
            var status = agent.stop(GRACE);
            assertThat(task.mackerel().refusals()).as("what Mackerel refused").isEmpty();
            return new IntrospectionRun(
                    task.task(),
                    status,
                    agent.printed().lines(),
                    task.mackerel().requests(),
                    task.mackerel().values(),
                    task.samples(),
                    task.stand().requests());
        }
    }

    /** The epoch seconds that values carry: one for each collection that had any. */
    List<Long> times() {
        return values.stream().map(PostedValue::time).distinct().sorted().toList();
    }

    /** The values of that name in the order of their times. */
    List<PostedValue> values(String name) {
        return values.stream()
                .filter(value -> value.name().equals(name))
                .sorted(Comparator.comparingLong(PostedValue::time))
                .toList();
    }

    /** The reading of Docker's, made while that value was collected, which gives exactly the value. */
    StatsSample sampleOf(String container, PostedValue value) {
        return samplesSince(container, value.time()).stream()
                .filter(sample -> isSame(value.value(), sample.memoryInUse()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(value + " is not what Docker read, which is "
                        + samplesSince(container, value.time()).stream()
                                .map(sample -> sample.read() + " " + sample.memoryInUse())
                                .toList()));
    }

    /** The two readings of Docker's, made while that value and the one before were collected, which give exactly it. */
    Window windowOf(String container, PostedValue value, ToDoubleBiFunction<StatsSample, StatsSample> rate) {
        var before = times().get(times().indexOf(value.time()) - 1);
        return samplesSince(container, before).stream()
                .flatMap(from -> samplesSince(container, value.time()).stream().map(to -> new Window(from, to)))
                .filter(window -> isSame(value.value(), rate.applyAsDouble(window.from, window.to)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(value + " is not what Docker read between two of "
                        + samplesSince(container, before).stream()
                                .map(StatsSample::read)
                                .toList()
                        + " and of "
                        + samplesSince(container, value.time()).stream()
                                .map(StatsSample::read)
                                .toList()));
    }

    /** Those before the next collection began. */
    private List<StatsSample> samplesSince(String container, long time) {
        var next = times().stream().filter(later -> later > time).findFirst().orElse(Long.MAX_VALUE);
        return samples.get(container).stream()
                .filter(sample ->
                        sample.read().getEpochSecond() >= time && sample.read().getEpochSecond() < next)
                .toList();
    }

    private static boolean isSame(double one, double other) {
        return Math.abs(one - other) <= SAME * Math.abs(one);
    }

    private static long busyCpuValues(MackerelRecorder mackerel) {
        return mackerel.values().stream()
                .filter(value -> value.name().equals(BUSY_CPU))
                .count();
    }
}
