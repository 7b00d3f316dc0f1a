package io.mackerel.agent.demo;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for the Mackerel API on a free port of 127.0.0.1: answers what the agent asks, as strictly as the service,
 * and keeps what it received in memory. Everything may be called from any thread.
 */
public final class MackerelStandIn implements AutoCloseable {
    /** How many values of each metric are kept unless it is said otherwise. */
    public static final int POINTS_PER_METRIC = 100;

    private static final int KEPT_REQUESTS = 1000;

    private final RegisteredHosts hosts;
    private final ReceivedValues values;
    private final CheckReports reports = new CheckReports();
    private final GraphDefinitions graphs = new GraphDefinitions();
    private final Recent<ReceivedRequest> requests = new Recent<>(KEPT_REQUESTS);
    private final List<Consumer<Received>> listeners = new CopyOnWriteArrayList<>();
    private final Faults faults = new Faults();
    private final MackerelApi api;
    private final LoopbackServer server;

    /**
     * Listens at once; waits for that, so not from an event loop.
     *
     * @param apiKey the only one that is accepted
     * @param random the source of host ids
     */
    public MackerelStandIn(Vertx vertx, String apiKey, InstantSource clock, RandomGenerator random) {
        this(vertx, apiKey, clock, random, POINTS_PER_METRIC);
    }

    /** As the other, keeping the last {@code pointsPerMetric} values of each metric. */
    public MackerelStandIn(
            Vertx vertx, String apiKey, InstantSource clock, RandomGenerator random, int pointsPerMetric) {
        this.hosts = new RegisteredHosts(clock, random);
        this.values = new ReceivedValues(pointsPerMetric);
        this.api = new MackerelApi(apiKey, clock, hosts, values, reports, graphs);
        this.server = LoopbackServer.start(vertx, this::handle);
    }

    /** The value for {@code MACKEREL_APIBASE}. */
    public URI base() {
        return server.base();
    }

    /** Calls {@code listener} on the event loop after the answer to each request that was accepted; it must not block. */
    public void listen(Consumer<Received> listener) {
        listeners.add(listener);
    }

    /** Where trouble is ordered. */
    public Faults faults() {
        return faults;
    }

    /** Copies, in the order of registration, retired ones too, with the keys of {@code GET /api/v0/hosts/<id>}. */
    public List<JsonObject> hosts() {
        return hosts.all();
    }

    /** The values that are kept, in the order of their arrival. */
    public List<ReceivedValue> values() {
        return values.list();
    }

    /** How many values arrived, those no longer kept included. */
    public long valueCount() {
        return values.count();
    }

    /** When values arrived last; null before the first. */
    public @Nullable Instant lastPost() {
        return values.lastArrival();
    }

    /** Copies of the last check reports, in the order of their arrival. */
    public List<JsonObject> checkReports() {
        return reports.list();
    }

    /** Copies of the graph definitions, the last of each name. */
    public List<JsonObject> graphDefinitions() {
        return graphs.list();
    }

    /** The last thousand requests, refused ones too, in the order of their arrival. */
    public List<ReceivedRequest> requests() {
        return requests.list();
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> answer(request, ApiRequest.of(request, body.toString())));
    }

    private void answer(HttpServerRequest wire, ApiRequest request) {
        switch (faults.next(request.path())) {
            case null -> send(wire, request, api.answer(request), 0);
            case Fault.Status(int status, long retryAfter) ->
                send(wire, request, ApiAnswer.error(status, "ordered by the test"), retryAfter);
            case Fault.Cut() -> {
                requests.add(request.answered(0));
                wire.connection().close();
            }
            case Fault.Silence() -> requests.add(request.answered(0));
        }
    }

    private void send(HttpServerRequest wire, ApiRequest request, ApiAnswer answer, long retryAfterSeconds) {
        requests.add(request.answered(answer.status()));
        HttpServerResponse response =
                wire.response().setStatusCode(answer.status()).putHeader("Content-Type", "application/json");
        if (retryAfterSeconds > 0) {
            response.putHeader("Retry-After", Long.toString(retryAfterSeconds));
        }
        response.end(answer.body().encode());
        if (answer.received() != null) {
            listeners.forEach(listener -> listener.accept(answer.received()));
        }
    }
}
