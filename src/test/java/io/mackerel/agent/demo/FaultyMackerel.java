package io.mackerel.agent.demo;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A stand-in for Mackerel that remembers each request and fails when it is told to. */
public final class FaultyMackerel implements AutoCloseable {
    private static final int KEPT_REQUESTS = 1000;

    private final Faults faults = new Faults();
    private final Recent<ReceivedRequest> requests = new Recent<>(KEPT_REQUESTS);
    private final MackerelStandIn standIn;

    public FaultyMackerel(Vertx vertx, String apiKey, InstantSource clock, RandomGenerator random) {
        standIn = new MackerelStandIn(vertx, apiKey, clock, random, inner -> wire -> handle(wire, inner));
    }

    /** The value for {@code MACKEREL_APIBASE}. */
    public URI base() {
        return standIn.base();
    }

    /** Where trouble is ordered. */
    public Faults faults() {
        return faults;
    }

    /** The last thousand requests, refused ones too, in the order of their answers. */
    public List<ReceivedRequest> requests() {
        return requests.list();
    }

    public List<JsonObject> hosts() {
        return standIn.hosts();
    }

    public long valueCount() {
        return standIn.valueCount();
    }

    /** Null before the first. */
    public @Nullable Instant lastPost() {
        return standIn.lastPost();
    }

    @Override
    public void close() {
        standIn.close();
    }

    private void handle(HttpServerRequest wire, Handler<HttpServerRequest> inner) {
        var body = wire.body();
        wire.response()
                .headersEndHandler(_ -> remember(wire, body, wire.response().getStatusCode()));
        switch (faults.next(wire.path())) {
            case null -> inner.handle(wire);
            case Fault.Status(int status, long retryAfter) -> body.onSuccess(_ -> refuse(wire, status, retryAfter));
            case Fault.Cut() ->
                body.onSuccess(_ -> {
                    remember(wire, body, 0);
                    wire.connection().close();
                });
            case Fault.Silence() -> body.onSuccess(_ -> remember(wire, body, 0));
        }
    }

    private static void refuse(HttpServerRequest wire, int status, long retryAfterSeconds) {
        var response = wire.response().setStatusCode(status).putHeader("Content-Type", "application/json");
        if (retryAfterSeconds > 0) {
            response.putHeader("Retry-After", Long.toString(retryAfterSeconds));
        }
        response.end("{\"error\":{\"message\":\"ordered by the test\"}}");
    }

    private void remember(HttpServerRequest wire, Future<Buffer> body, int status) {
        Map<String, String> first = new HashMap<>();
        wire.headers().forEach((name, value) -> first.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        var query = wire.query() == null ? "" : wire.query();
        requests.add(new ReceivedRequest(
                wire.method().name(), wire.path(), query, first, body.result().toString(), status));
    }
}
