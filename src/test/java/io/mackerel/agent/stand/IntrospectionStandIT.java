package io.mackerel.agent.stand;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mackerel.agent.stand.MackerelRecorder.Request;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stand itself: the agent in a container measures nothing in it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class IntrospectionStandIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Workload IDLE = new Workload("idle", "echo ready; sleep 600", 0, 0, "bridge");
    private static final String NO_TASK =
            "{\"Arn\":\"\",\"KnownStatus\":\"\",\"Family\":\"\",\"Version\":\"\",\"Containers\":null}";

    private final HttpClient client = HttpClient.newHttpClient();
    private DockerEngine engine;

    @BeforeEach
    void find() {
        engine = DockerEngine.ofRootOrSkip();
    }

    @AfterEach
    void removeContainers() {
        client.close();
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void theTaskIsFoundByTheFullAndByTheShortIdOfItsContainers() throws Exception {
        var id = engine.start(IDLE);
        var task = EcsTask.unlimited(Map.of("idle", id));
        try (var stand = stand(task)) {
            // When
            var full = get(stand, "/v1/tasks?dockerid=" + id);
            var brief = get(stand, "/v1/tasks?dockerid=" + id.substring(0, 12));

            // Then
            assertThat(full.statusCode()).isEqualTo(200);
            assertThat(json(full).path("Arn").textValue()).isEqualTo(task.arn());
            assertThat(json(full).path("KnownStatus").textValue()).isEqualTo("RUNNING");
            assertThat(json(full).at("/Containers/0/DockerId").textValue()).isEqualTo(id);
            assertThat(json(full).at("/Containers/0/Name").textValue()).isEqualTo("idle");
            assertThat(brief.statusCode()).isEqualTo(200);
            assertThat(brief.body()).isEqualTo(full.body());
        }
    }

    @Test
    void whatIsNoContainerOfTheTaskIsNotFound() throws Exception {
        var id = engine.start(IDLE);
        try (var stand = stand(EcsTask.unlimited(Map.of("idle", id)))) {
            // When
            var part = get(stand, "/v1/tasks?dockerid=" + id.substring(0, 13));
            var both = get(stand, "/v1/tasks?dockerid=" + id + "&taskarn=any");

            // Then
            assertThat(part.statusCode()).isEqualTo(404);
            assertThat(part.body()).isEqualTo(NO_TASK);
            assertThat(both.statusCode()).isEqualTo(400);
            assertThat(both.body()).isEqualTo(NO_TASK);
        }
    }

    @Test
    void aRemovedContainerStaysInTheTask() throws Exception {
        var id = engine.start(IDLE);
        try (var stand = stand(EcsTask.unlimited(Map.of("idle", id)))) {
            // Given
            engine.remove(id);

            // When
            var answer = get(stand, "/v1/tasks?dockerid=" + id);

            // Then
            assertThat(json(answer).at("/Containers/0/DockerId").textValue()).isEqualTo(id);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theProgramRunsInTheCgroupOfTheTaskAndReachesMackerel(IntrospectionSituation situation) throws Exception {
        try (var task = IntrospectionTask.of(engine, situation.networkMode(), situation.task())) {
            // Given
            var platform = Map.of("MACKEREL_CONTAINER_PLATFORM", "none");
            var agent = task.start(task.definition().withEnvironment(platform));
            task.mackerel().await(recorder -> !agent.isAlive() || isRegistered(recorder), SOON);

            // When
            var process =
                    Path.of("/proc", engine.inspect(agent.id()).at("/State/Pid").asText());
            var memberships = Files.readString(process.resolve("cgroup"));
            var status = agent.stop(SOON);

            // Then
            assertThat(memberships).contains(task.task().id());
            assertThat(status).as(agent.printed().text()).isZero();
            assertThat(task.mackerel().requests())
                    .extracting(Request::path)
                    .endsWith("/api/v0/hosts/" + MackerelRecorder.HOST_ID + "/retire");
        }
    }

    private static boolean isRegistered(MackerelRecorder mackerel) {
        return mackerel.requests().stream().anyMatch(request -> request.is("POST", "/api/v0/hosts"));
    }

    private IntrospectionStand stand(EcsTask task) throws Exception {
        var stand = new IntrospectionStand(engine, engine.gateway("bridge"));
        stand.serve(task);
        return stand;
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body());
    }

    private HttpResponse<String> get(IntrospectionStand stand, String path) throws Exception {
        return client.send(HttpRequest.newBuilder(stand.uri().resolve(path)).build(), BodyHandlers.ofString());
    }
}
