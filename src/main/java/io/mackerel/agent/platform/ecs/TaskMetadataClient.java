package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.http.FailureReason;
import io.mackerel.agent.platform.LenientJson;
import io.mackerel.agent.platform.PlatformException;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.WebApplicationException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks the Task Metadata Endpoint. Each question waits 3 s at most and is never asked through a proxy. */
final class TaskMetadataClient {
    /** For a whole answer. The REST client's own time-out is longer: it ends with the headers, a body may stall too. */
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    /** The REST client's word for going straight, whatever the JVM's proxy settings say. */
    private static final String NO_PROXY = "none";

    private static final int FIRST_REDIRECT = 300;

    private final URI endpoint;
    private final TaskMetadataApi api;

    /**
     * @param endpoint the value of {@code ECS_CONTAINER_METADATA_URI_V4} or {@code ECS_CONTAINER_METADATA_URI}
     */
    TaskMetadataClient(URI endpoint) {
        this.endpoint = endpoint;
        this.api = QuarkusRestClientBuilder.newBuilder()
                .baseUri(endpoint)
                .connectTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .readTimeout(TIMEOUT.multipliedBy(2).toSeconds(), TimeUnit.SECONDS)
                .proxyAddress(NO_PROXY, 0)
                .register(new LenientJson())
                .build(TaskMetadataApi.class);
    }

    TaskResponse task() throws PlatformException {
        return ask("/task", api::task);
    }

    Map<String, @Nullable DockerStatsResponse> stats() throws PlatformException {
        return ask("/task/stats", api::stats);
    }

    /** Ends the questions that are still open. */
    void close() {
        api.close();
    }

    private <T> T ask(String path, Supplier<Uni<T>> question) throws PlatformException {
        try {
            return Objects.requireNonNull(question.get().await().atMost(TIMEOUT), "an empty answer");
        } catch (RuntimeException e) {
            // Transport and parser trouble has no common type: the REST client lets several through.
            throw new PlatformException(endpoint + path + " " + complaint(e), e);
        }
    }

    private static String complaint(RuntimeException e) {
        return e instanceof WebApplicationException refused
                        && refused.getResponse().getStatus() >= FIRST_REDIRECT
                ? "answered " + refused.getResponse().getStatus()
                : "gave no usable answer: " + reason(e);
    }

    private static String reason(RuntimeException e) {
        return e instanceof TimeoutException ? "none within " + TIMEOUT.toSeconds() + " s" : FailureReason.of(e);
    }
}
