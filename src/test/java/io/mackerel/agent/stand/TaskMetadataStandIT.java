package io.mackerel.agent.stand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The stand itself, in front of a real Docker Engine and without the agent. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TaskMetadataStandIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Workload BUSY = EcsWorkload.on("bridge").getFirst();

    private final HttpClient client = HttpClient.newHttpClient();
    private DockerEngine engine;

    @BeforeEach
    void find() {
        engine = DockerEngine.orSkip();
    }

    @AfterEach
    void removeContainers() {
        client.close();
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void whatDockerSaysOfARunningContainerIsWhatItsCgroupSays() throws Exception {
        var id = engine.start(BUSY);
        try (var stand = stand(id)) {
            // Given
            stand.followAll();
            var stats = URI.create(stand.endpoint(MetadataVersion.V4) + "/task/stats");
            var first = json(get(stats)).path(id);

            // When
            stand.awaitStatsReadAfter(
                    Instant.parse(first.path("read").textValue()).plusSeconds(3), SOON);
            var second = json(get(stats)).path(id);

            // Then
            var cgroup = stand.statsAnswers().get(1).samples().get("busy").cgroup();
            var before = stand.statsAnswers().get(0).samples().get("busy").cgroup();
            assertThat(cpuPercent(first, second)).isCloseTo(cgroup.cpuPercentSince(before), withinPercentage(10));
            assertThat((double) memoryInUse(second)).isCloseTo((double) cgroup.memoryInUse(), withinPercentage(5));
            assertThat(cgroup.inactiveFile()).as("file pages not in use").isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({"bridge, true", "host, false"})
    void networkStatsAreThereOnABridgeOnly(String mode, boolean expected) throws Exception {
        var id = engine.start(new Workload("idle", "echo ready; sleep 600", 0, 0, mode));
        try (var stand = stand(id)) {
            // Given
            stand.followAll();

            // When
            var task = json(get(URI.create(stand.endpoint(MetadataVersion.V4) + "/task")));
            var stats = json(get(URI.create(stand.endpoint(MetadataVersion.V4) + "/task/stats")));

            // Then
            assertThat(task.at("/Containers/0/Networks/0/NetworkMode").textValue())
                    .isEqualTo(mode);
            assertThat(stats.path(id).has("networks")).isEqualTo(expected);
            assertThat(stats.path(id).has("network_rate_stats")).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"V3, 500", "V4, 200"})
    void beforeVersionFourATaskIsUnknownUntilItsContainersHaveStarted(MetadataVersion version, int expected)
            throws Exception {
        try (var stand = stand(engine.create(BUSY))) {
            // When
            var answer = get(URI.create(stand.endpoint(version) + "/task"));

            // Then
            assertThat(answer.statusCode()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(MetadataVersion.class)
    void otherTasksAreNotFound(MetadataVersion version) throws Exception {
        try (var stand = stand(engine.create(BUSY))) {
            // When
            var answer = get(URI.create(stand.endpoint(version) + "0/task"));

            // Then
            assertThat(answer.statusCode()).isEqualTo(404);
        }
    }

    private TaskMetadataStand stand(String id) throws IOException {
        return new TaskMetadataStand(engine, EcsTask.unlimited(Map.of("busy", id)), InstantSource.system());
    }

    private static double cpuPercent(JsonNode first, JsonNode second) {
        var usage = "/cpu_stats/cpu_usage/total_usage";
        var read = Instant.parse(second.path("read").textValue());
        var window = Duration.between(Instant.parse(first.path("read").textValue()), read);
        return 100.0 * (second.at(usage).longValue() - first.at(usage).longValue()) / window.toNanos();
    }

    private static long memoryInUse(JsonNode stats) {
        var memory = stats.path("memory_stats");
        var files = memory.path("stats");
        var inactive = files.has("total_inactive_file") ? "total_inactive_file" : "inactive_file";
        return memory.path("usage").longValue() - files.path(inactive).longValue();
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
