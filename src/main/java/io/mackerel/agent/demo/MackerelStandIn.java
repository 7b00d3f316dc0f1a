package io.mackerel.agent.demo;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for the Mackerel API on a free port of 127.0.0.1: answers what the agent asks, as strictly as the service,
 * and keeps what it received in memory. Everything may be called from any thread.
 */
final class MackerelStandIn implements AutoCloseable {
    private static final int POINTS_PER_METRIC = 100;

    private final InstantSource clock;
    private final RegisteredHosts hosts;
    private final ReceivedValues values = new ReceivedValues(POINTS_PER_METRIC);
    private final List<Consumer<List<ReceivedValue>>> listeners = new CopyOnWriteArrayList<>();
    private final MackerelApi api;
    private final LoopbackServer server;

    /**
     * Listens at once; waits for that, so not from an event loop.
     *
     * @param apiKey the only one that is accepted
     * @param random the source of host ids
     */
    MackerelStandIn(Vertx vertx, String apiKey, InstantSource clock, RandomGenerator random) {
        this(vertx, apiKey, clock, random, UnaryOperator.identity());
    }

    /**
     * As the other, with something before it.
     *
     * @param around makes of what answers a request what gets it first, on the event loop
     */
    MackerelStandIn(
            Vertx vertx,
            String apiKey,
            InstantSource clock,
            RandomGenerator random,
            UnaryOperator<Handler<HttpServerRequest>> around) {
        this.clock = clock;
        this.hosts = new RegisteredHosts(clock, random);
        this.api = new MackerelApi(apiKey, clock, hosts, values);
        this.server = LoopbackServer.start(vertx, around.apply(this::handle));
    }

    /** The value for {@code MACKEREL_APIBASE}. */
    URI base() {
        return server.base();
    }

    /** Calls {@code listener} with accepted values on the event loop, after they were answered; it must not block. */
    void listen(Consumer<List<ReceivedValue>> listener) {
        listeners.add(listener);
    }

    /** Copies, in the order of registration, retired ones too, with the keys of {@code GET /api/v0/hosts/<id>}. */
    List<JsonObject> hosts() {
        return hosts.all();
    }

    /** The last hundred of each metric, in the order of their arrival. */
    List<ReceivedValue> values() {
        return values.list();
    }

    /** How many values arrived, those no longer kept included. */
    long valueCount() {
        return values.count();
    }

    /** When values arrived last; null before the first. */
    @Nullable
    Instant lastPost() {
        return values.lastArrival();
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> send(request, api.answer(ApiRequest.of(request, body.toString()))));
    }

    private void send(HttpServerRequest request, ApiAnswer answer) {
        request.response()
                .setStatusCode(answer.status())
                .putHeader("Content-Type", "application/json")
                .putHeader(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                clock.instant().atOffset(ZoneOffset.UTC)))
                .end(answer.body().encode());
        if (!answer.values().isEmpty()) {
            listeners.forEach(listener -> listener.accept(answer.values()));
        }
    }
}
