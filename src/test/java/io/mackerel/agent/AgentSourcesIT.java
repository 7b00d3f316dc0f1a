package io.mackerel.agent;

import static io.mackerel.agent.AgentSurroundings.SOON;
import static io.mackerel.agent.AgentSurroundings.errors;
import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.LoopbackEndpoint.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent in tasks to which ECS gives no address of version 3 or 4 of the Task Metadata Endpoint. */
class AgentSourcesIT {
    private static final String V4 = "ECS_CONTAINER_METADATA_URI_V4";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void version2IsFoundAndReadAndSaidToBe() throws IOException, InterruptedException {
        try (var around = new AgentSurroundings();
                var version2 = version2(around.variable(V4))) {
            // Given
            around.without(V4).with("MACKEREL_ECS_METADATA_V2_URI", version2.uri() + "/v2");

            // When
            try (var agent = around.startAndAwaitValues()) {
                // Then
                assertThat(agent.awaitLine("source of the task found", SOON))
                        .endsWith("source=v2 endpoint=" + version2.uri() + "/v2 reason=it answers");
                assertThat(agent.terminate(SOON)).isZero();
            }
        }
    }

    @Test
    void whileNoSourceIsThereTheReasonsOfAllAreToldAndTheAgentWaits() throws IOException {
        var nobody = LoopbackEndpoint.refusing();
        try (var around = new AgentSurroundings()) {
            // Given
            around.without(V4)
                    .with("MACKEREL_ECS_METADATA_V2_URI", nobody + "/v2")
                    .with("MACKEREL_ECS_INTROSPECTION_URI", nobody.toString())
                    .with("MACKEREL_DOCKER_SOCKET", folder.resolve("none.sock").toString());

            // When
            try (var agent = around.start("run")) {
                // Then
                assertThat(agent.awaitLine("no source tells of the task", SOON)).contains(nobody + "/v2/metadata");
                assertThat(agent.terminate(SOON)).isZero();
                assertThat(errors(agent)).isEmpty();
            }
        }
    }

    @Test
    void aForcedIntrospectionThatLacksSomethingEndsTheAgentWithWhatToAdd() {
        // Given
        var environment = Map.of(
                "MACKEREL_APIKEY",
                "key",
                "MACKEREL_ECS_SOURCE",
                "introspection",
                "MACKEREL_DOCKER_SOCKET",
                folder.resolve("none.sock").toString());

        // When
        try (var agent = AgentSurroundings.start(environment, "run")) {
            var status = agent.awaitExit(SOON);

            // Then
            assertThat(status).isEqualTo(3);
            assertThat(errors(agent))
                    .singleElement()
                    .asString()
                    .containsPattern("run the agent in a container of the task|add to the task definition the volume");
        }
    }

    /** What version 2 tells of a task is what version 4 does, at other paths. */
    private LoopbackEndpoint version2(String version4) throws IOException {
        return new LoopbackEndpoint((_, path) -> switch (path) {
            case "/v2/metadata" -> relayed(version4 + "/task");
            case "/v2/stats" -> relayed(version4 + "/task/stats");
            default -> new Answer(404, "\"no such path\"");
        });
    }

    private Answer relayed(String uri) {
        try {
            var response = http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
