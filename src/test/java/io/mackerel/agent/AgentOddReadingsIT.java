package io.mackerel.agent;

import static io.mackerel.agent.AgentSurroundings.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.LoopbackEndpoint.Answer;
import io.mackerel.agent.demo.ReceivedValue;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One life of the packaged agent on a bridge whose containers are read as real ones sometimes are. */
class AgentOddReadingsIT {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final int STEPS = 5;

    private static final List<Case> CASES = List.of(
            new Case("steady", List.of(0, 1, 2, 3, 4), List.of(10_000, 10_500, 11_000, 11_500, 12_000)),
            new Case("restarted", List.of(0, 1, 2, 3, 4), List.of(10_000, 11_000, 200, 400, 600)),
            new Case("repeated", List.of(0, 0, 2, 2, 4), List.of(10_000, 10_000, 10_200, 10_200, 10_800)),
            new Case("without-cpu", List.of(0, 1, 2, 3, 4), List.of()),
            new Case("silent", List.of(), List.of()));

    /**
     * What is answered for a container, step by step.
     *
     * @param readAt seconds after the start; empty for a container without statistics
     * @param cpuMillis the counter then; empty when there is none
     */
    private record Case(String name, List<Integer> readAt, List<Integer> cpuMillis) {
        private Object stats(int step) {
            if (readAt.isEmpty()) {
                return null;
            }
            var stats = new JsonObject()
                    .put("read", START.plusSeconds(readAt.get(step)).toString())
                    .put("memory_stats", new JsonObject().put("usage", 1_000_000 + step))
                    .put("cpu_stats", null);
            return cpuMillis.isEmpty()
                    ? stats
                    : stats.put("cpu_stats", cpu(step)).put("networks", networks(step));
        }

        private JsonObject cpu(int step) {
            return new JsonObject().put("cpu_usage", new JsonObject().put("total_usage", nanos(step)));
        }

        /** A byte for each microsecond of CPU time. */
        private JsonObject networks(int step) {
            var counters = new JsonObject().put("rx_bytes", nanos(step) / 1000).put("tx_bytes", nanos(step) / 1000);
            return new JsonObject().put("eth0", counters);
        }

        private long nanos(int step) {
            return cpuMillis.get(step) * 1_000_000L;
        }
    }

    private static List<ReceivedValue> posted;
    private static String output;

    @BeforeAll
    static void anAgentReadsThemAll() throws IOException {
        var asked = new AtomicInteger();
        try (var endpoint = new LoopbackEndpoint((method, path) ->
                        new Answer(200, path.endsWith("/stats") ? stats(asked.getAndIncrement()) : task()));
                var surroundings = new AgentSurroundings()
                        .with("ECS_CONTAINER_METADATA_URI_V4", endpoint.uri().toString());
                var agent = surroundings.start("run")) {
            surroundings.await(agent, "all steps", () -> asked.get() > STEPS);
            assertThat(agent.terminate(SOON)).isZero();
            posted = surroundings.posted();
            output = agent.output();
        }
    }

    @Test
    void aSteadyContainerHasItsRateInEachCycleButTheFirst() {
        assertThat(values("container.cpu.steady.usage")).containsExactly(50.0, 50.0, 50.0, 50.0);
        assertThat(values("interface.steady-eth0.rxBytes.delta"))
                .containsExactly(500_000.0, 500_000.0, 500_000.0, 500_000.0);
    }

    @Test
    void aCounterThatStartsAgainFromZeroCostsOneRateAndIsNoSpike() {
        assertThat(values("container.cpu.restarted.usage")).containsExactly(100.0, 20.0, 20.0);
        assertThat(values("interface.restarted-eth0.txBytes.delta")).containsExactly(1_000_000.0, 200_000.0, 200_000.0);
        assertThat(values("container.memory.restarted.usage")).hasSize(STEPS);
    }

    @Test
    void aReadingThatIsAnsweredAgainYieldsNoValueAndTheNextRateSpansTheGap() {
        assertThat(values("container.cpu.repeated.usage")).containsExactly(10.0, 30.0);
        assertThat(values("interface.repeated-eth0.rxBytes.delta")).containsExactly(100_000.0, 300_000.0);
        assertThat(values("container.memory.repeated.usage")).hasSize(3);
    }

    @Test
    void aContainerWithoutCpuStatisticsHasItsMemoryAndNoZeroes() {
        assertThat(values("container.memory.without-cpu.usage")).hasSize(STEPS);
        assertThat(posted).extracting(ReceivedValue::name).noneMatch(name -> name.contains(".cpu.without-cpu."));
    }

    @Test
    void aContainerWithoutStatisticsHasNoValues() {
        assertThat(posted).extracting(ReceivedValue::name).noneMatch(name -> name.contains("silent"));
    }

    @Test
    void noneOfThatIsAnErrorOrAWarning() {
        assertThat(output).doesNotContain(" ERROR ").doesNotContain(" WARN ");
    }

    private static List<Double> values(String name) {
        return posted.stream()
                .filter(value -> value.name().equals(name))
                .map(ReceivedValue::value)
                .toList();
    }

    private static String task() {
        var containers = new JsonArray();
        for (var each : CASES) {
            containers.add(new JsonObject()
                    .put("DockerId", "id-" + each.name())
                    .put("Name", each.name())
                    .put("KnownStatus", "RUNNING")
                    .put("Type", "NORMAL")
                    .put("Networks", new JsonArray().add(new JsonObject().put("NetworkMode", "bridge"))));
        }
        return new JsonObject()
                .put("TaskARN", "arn:aws:ecs:ap-northeast-1:123456789012:task/odd/0123456789abcdef0123456789abcdef")
                .put("KnownStatus", "RUNNING")
                .put("Containers", containers)
                .encode();
    }

    /** After the last step its answer is repeated: nothing new in it. */
    private static String stats(int asked) {
        var stats = new JsonObject();
        for (var each : CASES) {
            stats.put("id-" + each.name(), each.stats(Math.min(asked, STEPS - 1)));
        }
        return stats.encode();
    }
}
