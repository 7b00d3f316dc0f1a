package io.mackerel.agent.stand;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A Mackerel that knows no host, takes everything and remembers it. */
final class MackerelRecorder implements AutoCloseable {
    static final String HOST_ID = "standHost1";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The query and the key are empty when absent; the body is a missing node then. */
    record Request(String method, String path, String query, String apiKey, JsonNode body) {
        boolean is(String method, String path) {
            return this.method.equals(method) && this.path.equals(path);
        }
    }

    /** A metric value as it was posted; the time in epoch seconds. */
    record PostedValue(String hostId, String name, long time, double value) {}

    private final HttpServer server;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private final List<Request> requests = new ArrayList<>();

    MackerelRecorder() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI apibase() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** In the order in which they came. */
    List<Request> requests() {
        lock.lock();
        try {
            return List.copyOf(requests);
        } finally {
            lock.unlock();
        }
    }

    /** Of all requests so far. */
    List<PostedValue> values() {
        return requests().stream().flatMap(MackerelRecorder::values).toList();
    }

    /** Waits until what came so far satisfies the condition. */
    void await(Predicate<MackerelRecorder> condition, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            var nanos = atMost.toNanos();
            while (!condition.test(this)) {
                if (nanos <= 0) {
                    throw new AssertionError("not within " + atMost + ", what came is " + requests);
                }
                nanos = came.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets those who wait look again, for conditions that depend on more than what came. */
    void recheck() {
        lock.lock();
        try {
            came.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = request(exchange);
            var answer = body(request);
            var bytes = answer.orElse("{\"error\":\"not found\"}").getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.isPresent() ? 200 : 404, bytes.length);
            exchange.getResponseBody().write(bytes);
            remember(request);
        }
    }

    private static Request request(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var key = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Api-Key"));
        return new Request(
                exchange.getRequestMethod(),
                uri.getPath(),
                Optional.ofNullable(uri.getQuery()).orElse(""),
                key.orElse(""),
                JSON.readTree(exchange.getRequestBody()));
    }

    private static Optional<String> body(Request request) {
        var host = "/api/v0/hosts/" + HOST_ID;
        return switch (request.method() + " " + request.path()) {
            case "GET /api/v0/hosts" -> Optional.of("{\"hosts\":[]}");
            case "POST /api/v0/hosts" -> Optional.of("{\"id\":\"" + HOST_ID + "\"}");
            case "POST /api/v0/tsdb", "POST /api/v0/graph-defs/create", "POST /api/v0/monitoring/checks/report" ->
                Optional.of("{\"success\":true}");
            case String other when other.equals("PUT " + host) -> Optional.of("{\"id\":\"" + HOST_ID + "\"}");
            case String other
            when other.equals("POST " + host + "/status") || other.equals("POST " + host + "/retire") ->
                Optional.of("{\"success\":true}");
            default -> Optional.empty();
        };
    }

    private void remember(Request request) {
        lock.lock();
        try {
            requests.add(request);
            came.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static Stream<PostedValue> values(Request request) {
        return request.is("POST", "/api/v0/tsdb")
                ? StreamSupport.stream(request.body().spliterator(), false).map(MackerelRecorder::value)
                : Stream.empty();
    }

    private static PostedValue value(JsonNode posted) {
        return new PostedValue(
                posted.path("hostId").textValue(),
                posted.path("name").textValue(),
                posted.path("time").longValue(),
                posted.path("value").doubleValue());
    }
}
