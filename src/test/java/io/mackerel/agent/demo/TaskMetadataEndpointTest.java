package io.mackerel.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskMetadataEndpointTest {
    private static final long UNLIMITED = 9_223_372_036_854_771_712L;

    private final MovedClock clock = new MovedClock();
    private final Vertx vertx = Vertx.vertx();
    private final SimulatedTask task =
            new SimulatedTask(3, clock.instant(), Duration.ofSeconds(2), new SplittableRandom(1));
    private final TaskMetadataEndpoint endpoint = new TaskMetadataEndpoint(vertx, task, clock);
    private final LoopbackClient client = new LoopbackClient(endpoint.uri(), "");

    @AfterEach
    void stop() {
        endpoint.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aPendingTaskNamesItsContainersWithoutIdsAndNetworks() {
        // Given
        clock.move(Duration.ofSeconds(1));

        // When
        JsonObject json = client.get("/task").json();

        // Then
        assertThat(json.getString("KnownStatus")).isEqualTo("PENDING");
        JsonObject first = json.getJsonArray("Containers").getJsonObject(0);
        assertThat(first.getString("KnownStatus")).isEqualTo("PULLED");
        assertThat(first.getString("DockerId")).isEmpty();
        assertThat(first.containsKey("Networks")).isFalse();
        assertThat(client.get("/task/stats").json()).isEmpty();
    }

    @Test
    void aRunningTaskIsDescribedAsFargateDoes() {
        // Given
        clock.move(Duration.ofSeconds(10));

        // When
        LoopbackClient.Answer answer = client.get("/task");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        JsonObject json = answer.json();
        String id = task.readingAt(clock.instant()).task().taskId();
        assertThat(json.getString("Cluster")).isEqualTo("arn:aws:ecs:ap-northeast-1:123456789012:cluster/demo");
        assertThat(json.getString("TaskARN")).isEqualTo("arn:aws:ecs:ap-northeast-1:123456789012:task/demo/" + id);
        assertThat(json.getString("Family")).isEqualTo("demo");
        assertThat(json.getString("Revision")).isEqualTo("3");
        assertThat(json.getString("DesiredStatus")).isEqualTo("RUNNING");
        assertThat(json.getString("KnownStatus")).isEqualTo("RUNNING");
        assertThat(json.getString("LaunchType")).isEqualTo("FARGATE");
        assertThat(json.getString("AvailabilityZone")).isEqualTo("ap-northeast-1a");
        assertThat(json.getJsonObject("Limits")).isEqualTo(new JsonObject("{\"CPU\":1,\"Memory\":2048}"));
        assertThat(Instant.parse(json.getString("PullStartedAt")))
                .isBefore(Instant.parse(json.getString("PullStoppedAt")));
    }

    @Test
    void aRunningContainerHasItsLimitsAndTheTasksNetwork() {
        // Given
        clock.move(Duration.ofSeconds(10));

        // When
        JsonArray containers = client.get("/task").json().getJsonArray("Containers");

        // Then
        assertThat(containers.size()).isEqualTo(3);
        JsonObject web = containers.getJsonObject(0);
        assertThat(web.getString("DockerId")).matches("[0-9a-f]{32}-[0-9]{10}");
        assertThat(web.getString("Name")).isEqualTo("web");
        assertThat(web.getString("Type")).isEqualTo("NORMAL");
        assertThat(web.getString("ImageID")).matches("sha256:[0-9a-f]{64}");
        assertThat(web.getJsonObject("Limits")).isEqualTo(new JsonObject("{\"CPU\":2,\"Memory\":512}"));
        assertThat(containers.getJsonObject(2).getJsonObject("Limits")).isEqualTo(new JsonObject("{\"CPU\":2}"));
        assertThat(Instant.parse(web.getString("StartedAt"))).isEqualTo(MovedClock.START.plusSeconds(2));
        JsonObject network = web.getJsonArray("Networks").getJsonObject(0);
        assertThat(network.getString("NetworkMode")).isEqualTo("awsvpc");
        assertThat(network.getJsonArray("IPv4Addresses").getString(0)).isEqualTo("10.0.2.106");
    }

    @Test
    void theStatsAreTheModelsCountersInDockersForm() {
        // Given
        clock.move(Duration.ofMillis(32_700));

        // When
        JsonObject json = client.get("/task/stats").json();

        // Then
        TaskReading reading = task.readingAt(clock.instant());
        ContainerReading worker = reading.containers().get(1);
        JsonObject stats = json.getJsonObject(worker.dockerId());
        assertThat(json.fieldNames()).hasSize(3);
        assertThat(stats.getString("name")).isEqualTo("worker");
        assertThat(Instant.parse(stats.getString("read"))).isEqualTo(MovedClock.START.plusSeconds(32));
        assertThat(Instant.parse(stats.getString("preread"))).isEqualTo(MovedClock.START.plusSeconds(31));
        assertThat(totalUsage(stats, "cpu_stats")).isEqualTo(worker.cpuNanos());
        assertThat(totalUsage(stats, "precpu_stats")).isEqualTo(worker.previousCpuNanos());
        JsonObject memory = stats.getJsonObject("memory_stats");
        assertThat(memory.getLong("usage")).isEqualTo(worker.memoryBytes());
        assertThat(memory.getJsonObject("stats").getLong("total_inactive_file")).isEqualTo(8 * 1024 * 1024);
        assertThat(memory.getLong("limit")).isEqualTo(256 * 1024 * 1024);
        assertThat(stats.getJsonObject("networks").getJsonObject("eth1").getLong("rx_bytes"))
                .isEqualTo(reading.traffic().received());
        assertThat(stats.getJsonObject("network_rate_stats").getDouble("tx_bytes_per_sec"))
                .isEqualTo((double) reading.traffic().sentPerSecond());
    }

    @Test
    void aContainerWithoutALimitHasDockersUnlimitedOne() {
        // Given
        clock.move(Duration.ofSeconds(10));

        // When
        JsonObject json = client.get("/task/stats").json();

        // Then
        String redis = task.readingAt(clock.instant()).containers().get(2).dockerId();
        assertThat(json.getJsonObject(redis).getJsonObject("memory_stats").getLong("limit"))
                .isEqualTo(UNLIMITED);
    }

    @Test
    void aContainerThatHasJustStartedHasEmptyStats() {
        // Given
        clock.move(Duration.ofMillis(2500));

        // When
        JsonObject json = client.get("/task/stats").json();

        // Then
        assertThat(json.fieldNames()).hasSize(3);
        assertThat(json.stream()).allMatch(entry -> ((JsonObject) entry.getValue()).isEmpty());
    }

    @Test
    void anyOtherPathIsNotFoundAndTheAnswerIsAJsonString() {
        // Given
        clock.move(Duration.ofSeconds(10));

        // When
        LoopbackClient.Answer answer = client.get("/v2/stats");

        // Then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).startsWith("\"").endsWith("\"");
    }

    @Test
    void itListensOnTheLoopbackAddressOnly() {
        // Given
        String host = endpoint.uri().getHost();

        // When
        String path = endpoint.uri().getPath();

        // Then
        assertThat(host).isEqualTo("127.0.0.1");
        assertThat(path).matches("/v4/[0-9a-f]{32}-[0-9]{10}");
    }

    private static long totalUsage(JsonObject stats, String key) {
        return stats.getJsonObject(key).getJsonObject("cpu_usage").getLong("total_usage");
    }
}
