package io.mackerel.agent.stand;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A Mackerel that knows no host and remembers what it is sent. What the service would not take is answered 400, or 404,
 * and is kept as a {@link #refusals refusal}, not as a request.
 */
final class MackerelRecorder implements AutoCloseable {
    static final String HOST_ID = "standHost1";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z0-9_-]+(\\.[a-zA-Z0-9_-]+)*");

    /** The query is empty when absent; the body is a missing node then. */
    record Request(String method, String path, String query, String apiKey, JsonNode body) {
        boolean is(String method, String path) {
            return this.method.equals(method) && this.path.equals(path);
        }
    }

    /** A metric value as it was posted; the time in epoch seconds. */
    record PostedValue(String hostId, String name, long time, double value) {}

    private static final class Refused extends RuntimeException {
        private final int status;

        Refused(int status, String reason) {
            super(reason);
            this.status = status;
        }
    }

    private final HttpServer server;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private final List<Request> requests = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    MackerelRecorder() throws IOException {
        this(InetAddress.getLoopbackAddress());
    }

    /** At an address that containers reach. */
    MackerelRecorder(InetAddress address) throws IOException {
        server = HttpServer.create(new InetSocketAddress(address, 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI apibase() {
        var address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/");
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

    /** Of each request that was not taken: what it was and why, in the order in which they came. */
    List<String> refusals() {
        lock.lock();
        try {
            return List.copyOf(refusals);
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
                    throw new AssertionError(
                            "not within " + atMost + ", what came is " + requests + ", refused was " + refusals);
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

    /** Remembered before it is answered: who has the answer may look at once. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                var request = request(exchange);
                check(request);
                var answer = answer(request);
                remember(requests, request);
                send(exchange, 200, answer);
            } catch (Refused e) {
                remember(
                        refusals, exchange.getRequestMethod() + " " + exchange.getRequestURI() + ": " + e.getMessage());
                var error = JSON.createObjectNode().put("error", e.getMessage());
                send(exchange, e.status, error.toString());
            }
        }
    }

    private static Request request(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var key = header(exchange, "X-Api-Key");
        header(exchange, "User-Agent");
        return new Request(
                exchange.getRequestMethod(),
                uri.getPath(),
                Optional.ofNullable(uri.getQuery()).orElse(""),
                key,
                json(exchange));
    }

    private static JsonNode json(HttpExchange exchange) throws IOException {
        try {
            return JSON.readTree(exchange.getRequestBody());
        } catch (JacksonException e) {
            throw new Refused(400, e.getMessage());
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new Refused(400, "no header " + name));
    }

    private static void check(Request request) {
        require(request.method().equals("GET") || request.body().isContainerNode(), "no JSON", request.body());
        if (request.is("POST", "/api/v0/tsdb")) {
            require(request.body().isArray(), "no list of values", request.body());
            request.body().forEach(MackerelRecorder::checkValue);
        }
    }

    private static void checkValue(JsonNode posted) {
        require(HOST_ID.equals(posted.path("hostId").textValue()), "a value of no known host", posted);
        require(METRIC_NAME.matcher(posted.path("name").asText()).matches(), "a value without a proper name", posted);
        require(posted.path("time").isIntegralNumber(), "a value without a time in whole seconds", posted);
        require(isFinite(posted.path("value")), "a value that is no finite number", posted);
    }

    private static boolean isFinite(JsonNode value) {
        return value.isNumber() && Double.isFinite(value.doubleValue());
    }

    private static void require(boolean condition, String otherwise, JsonNode posted) {
        if (!condition) {
            throw new Refused(400, otherwise + ": " + posted);
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String answer(Request request) {
        var host = "/api/v0/hosts/" + HOST_ID;
        return switch (request.method() + " " + request.path()) {
            case "GET /api/v0/hosts" -> "{\"hosts\":[]}";
            case "POST /api/v0/hosts" -> "{\"id\":\"" + HOST_ID + "\"}";
            case "POST /api/v0/tsdb", "POST /api/v0/graph-defs/create", "POST /api/v0/monitoring/checks/report" ->
                "{\"success\":true}";
            case String other when other.equals("PUT " + host) -> "{\"id\":\"" + HOST_ID + "\"}";
            case String other
            when other.equals("POST " + host + "/status") || other.equals("POST " + host + "/retire") ->
                "{\"success\":true}";
            default -> throw new Refused(404, "not found");
        };
    }

    private <T> void remember(List<T> list, T what) {
        lock.lock();
        try {
            list.add(what);
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
