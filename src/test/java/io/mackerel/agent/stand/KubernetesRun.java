package io.mackerel.agent.stand;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mackerel.agent.stand.MackerelRecorder.PostedValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One agent and the Mackerel that it posts to. */
record KubernetesRun(MackerelRecorder mackerel, AgentProcess agent) implements AutoCloseable {
    /** Two samples after the first, each in the rhythm of its container. */
    private static final Duration SAMPLES = Duration.ofSeconds(120);

    /** The environment gets what it lacks. */
    static KubernetesRun start(Path directory, Map<String, String> environment) throws IOException {
        var mackerel = new MackerelRecorder();
        environment.put("MACKEREL_APIKEY", "key");
        environment.put("MACKEREL_APIBASE", mackerel.apibase().toString());
        environment.put("MACKEREL_AGENT_ROOT", directory.resolve("root").toString());
        environment.put("MACKEREL_METRICS_INTERVAL", "5s");
        environment.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        return new KubernetesRun(mackerel, AgentProcess.start(environment, "run"));
    }

    List<Double> values(String name) {
        return values(name, 0);
    }

    List<Double> values(String name, long sinceEpochSecond) {
        return mackerel.values().stream()
                .filter(value -> value.name().equals(name) && value.time() >= sinceEpochSecond)
                .map(PostedValue::value)
                .toList();
    }

    void awaitValues(String name, long sinceEpochSecond, int count) throws InterruptedException {
        var _ = agent.onExit().thenRun(mackerel::recheck);
        try {
            mackerel.await(
                    _ -> !agent.isAlive() || values(name, sinceEpochSecond).size() >= count, SAMPLES);
            assertThat(agent.isAlive()).as("the agent runs").isTrue();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\nthe agent printed:\n" + agent.output(), e);
        }
    }

    JsonNode host() {
        return mackerel.requests().stream()
                .filter(request -> request.is("POST", "/api/v0/hosts"))
                .findFirst()
                .orElseThrow()
                .body();
    }

    @Override
    public void close() {
        agent.close();
        mackerel.close();
    }
}
