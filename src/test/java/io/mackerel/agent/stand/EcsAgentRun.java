package io.mackerel.agent.stand;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.stand.MackerelRecorder.PostedValue;
import io.mackerel.agent.stand.MackerelRecorder.Request;
import io.mackerel.agent.stand.TaskMetadataStand.StatsAnswer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One life of the packaged agent beside real containers: started, left to collect three times, then told to stop more
 * than five seconds after its last collection.
 *
 * @param exitStatus of the process
 * @param answers what the stand answered to {@code /task/stats}, in order
 * @param paths all paths that were asked of the stand
 */
record EcsAgentRun(
        EcsTask task,
        int exitStatus,
        String output,
        List<Request> requests,
        List<PostedValue> values,
        List<StatsAnswer> answers,
        List<String> paths) {
    static final String API_KEY = "api-key-of-the-stand";

    private static final String BUSY_CPU = "container.cpu." + EcsWorkload.BUSY + ".usage";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);
    private static final Duration LAST_COLLECTION_IS_DUE = Duration.ofSeconds(6);

    static EcsAgentRun of(DockerEngine engine, EcsSituation situation) throws IOException, InterruptedException {
        var containerIds = new HashMap<String, String>();
        EcsWorkload.on(situation.networkMode())
                .forEach(workload -> containerIds.put(workload.name(), engine.start(workload)));
        var task = situation.task(containerIds);
        try (var stand = new TaskMetadataStand(engine, task, InstantSource.system());
                var mackerel = new MackerelRecorder()) {
            stand.followAll();
            var environment = environment(situation, stand, mackerel.apibase());
            try (var agent = AgentProcess.start(environment, "run")) {
                awaitCollections(agent, mackerel);
                stand.awaitStatsReadAfter(lastCollection(stand).plus(LAST_COLLECTION_IS_DUE), LONG_ENOUGH);
                var status = agent.terminate(LONG_ENOUGH);
                assertThat(mackerel.refusals()).as("what Mackerel refused").isEmpty();
                return new EcsAgentRun(
                        task,
                        status,
                        agent.output(),
                        mackerel.requests(),
                        mackerel.values(),
                        stand.statsAnswers(),
                        stand.requestedPaths());
            }
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
                .sorted((one, other) -> Long.compare(one.time(), other.time()))
                .toList();
    }

    /** What the collection that began in this epoch second was answered. */
    StatsAnswer answerAt(long time) {
        return answers.stream()
                .filter(answer -> !answer.at().isBefore(Instant.ofEpochSecond(time)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing was asked at or after " + time));
    }

    /** What was answered before that. */
    StatsAnswer answerBefore(long time) {
        var index = answers.indexOf(answerAt(time));
        if (index == 0) {
            throw new AssertionError("nothing was asked before " + time);
        }
        return answers.get(index - 1);
    }

    private static Map<String, String> environment(EcsSituation situation, TaskMetadataStand stand, URI apibase)
            throws IOException {
        var environment = new HashMap<String, String>();
        environment.put(
                MetadataVersion.V3.variable(),
                stand.endpoint(MetadataVersion.V3).toString());
        var newest = situation.version();
        environment.put(newest.variable(), stand.endpoint(newest).toString());
        environment.put("AWS_EXECUTION_ENV", "AWS_ECS_EC2");
        environment.put("MACKEREL_APIBASE", apibase.toString());
        environment.put("MACKEREL_APIKEY", API_KEY);
        environment.put(
                "MACKEREL_AGENT_ROOT",
                Files.createTempDirectory(Path.of("target"), "agent-root").toString());
        environment.put("MACKEREL_METRICS_INTERVAL", "10s");
        return environment;
    }

    /** The first has no CPU usage yet. */
    private static void awaitCollections(AgentProcess agent, MackerelRecorder mackerel) throws InterruptedException {
        var _ = agent.onExit().thenRun(mackerel::recheck);
        try {
            mackerel.await(recorder -> isHopeless(agent, recorder) || busyCpuValues(recorder) >= 2, LONG_ENOUGH);
            assertThat(mackerel.refusals()).as("what Mackerel refused").isEmpty();
            assertThat(agent.isAlive()).as("the agent runs").isTrue();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nthe agent printed:\n" + agent.output(), e);
        }
    }

    private static boolean isHopeless(AgentProcess agent, MackerelRecorder mackerel) {
        return !agent.isAlive() || !mackerel.refusals().isEmpty();
    }

    private static long busyCpuValues(MackerelRecorder mackerel) {
        return mackerel.values().stream()
                .filter(value -> value.name().equals(BUSY_CPU))
                .count();
    }

    private static Instant lastCollection(TaskMetadataStand stand) {
        return stand.statsAnswers().getLast().at();
    }
}
