package io.mackerel.agent.demo;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;
import java.net.URI;
import java.time.InstantSource;

/** Serves a {@link SimulatedTask} as the ECS agent does: {@code /v4/<id>/task} and {@code /v4/<id>/task/stats}. */
final class TaskMetadataEndpoint implements AutoCloseable {
    private final SimulatedTask task;
    private final InstantSource clock;
    private final String path;
    private final LoopbackServer server;

    /** Listens at once; waits for that, so not from an event loop. */
    TaskMetadataEndpoint(Vertx vertx, SimulatedTask task, InstantSource clock) {
        this.task = task;
        this.clock = clock;
        this.path = "/v4/" + task.readingAt(clock.instant()).task().taskId() + "-0000000001";
        this.server = LoopbackServer.start(vertx, this::handle);
    }

    /** The value for {@code ECS_CONTAINER_METADATA_URI_V4}. */
    URI uri() {
        return server.base().resolve(path);
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpServerRequest request) {
        boolean get = HttpMethod.GET.equals(request.method());
        if (get && (path + "/task").equals(request.path())) {
            answer(request, 200, TaskMetadata.of(task.readingAt(clock.instant())));
        } else if (get && (path + "/task/stats").equals(request.path())) {
            answer(request, 200, DockerStats.of(task.readingAt(clock.instant())));
        } else {
            answer(request, 404, "V4 metadata handler: nothing at '" + request.path() + "'");
        }
    }

    private static void answer(HttpServerRequest request, int status, Object body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(Json.encode(body));
    }
}
