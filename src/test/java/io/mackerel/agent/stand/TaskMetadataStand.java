package io.mackerel.agent.stand;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * The ECS task metadata endpoint, versions 3 and 4, of a task whose containers are real ones of the Docker Engine. It
 * remembers what it answered, and what the containers' cgroups said at that time.
 */
final class TaskMetadataStand implements AutoCloseable {
    /** An answer to {@code /task/stats}: when it was given, and the samples in it by container name. */
    record StatsAnswer(Instant at, Map<String, StatsSample> samples) {}

    private final DockerEngine engine;
    private final EcsTask task;
    private final InstantSource clock;
    private final HttpServer server;
    private final Map<String, StatsFeed> feeds = new ConcurrentHashMap<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final List<StatsAnswer> statsAnswers = new CopyOnWriteArrayList<>();

    /** Serves at once; a container that does not run yet is followed from {@link #follow} on. */
    TaskMetadataStand(DockerEngine engine, EcsTask task, InstantSource clock) throws IOException {
        this.engine = engine;
        this.task = task;
        this.clock = clock;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** Reads the stats of this running container from now on. */
    void follow(String name) {
        feeds.put(name, StatsFeed.of(engine, task.containerIds().get(name), clock));
    }

    /** Follows all containers and waits until each has stats. */
    void followAll() throws InterruptedException {
        task.containerNames().forEach(this::follow);
        for (var feed : feeds.values()) {
            feed.await(sample -> true, Duration.ofSeconds(30));
        }
    }

    /** What the environment variable of that version holds in a container of the task. */
    URI endpoint(MetadataVersion version) {
        var address = server.getAddress();
        return URI.create("http://127.0.0.1:%d/%s/%s".formatted(address.getPort(), version.path(), task.id()));
    }

    /** Waits until Docker has read the stats of all containers later than that. */
    void awaitStatsReadAfter(Instant time, Duration atMost) throws InterruptedException {
        for (var feed : feeds.values()) {
            feed.await(sample -> sample.read().isAfter(time), atMost);
        }
    }

    List<StatsAnswer> statsAnswers() {
        return List.copyOf(statsAnswers);
    }

    /** Of all requests, in the order of their answers. */
    List<String> requestedPaths() {
        return List.copyOf(paths);
    }

    @Override
    public void close() {
        server.stop(0);
        feeds.values().forEach(StatsFeed::close);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            paths.add(path);
            var version = version(path);
            if (version.isEmpty()) {
                send(exchange, 404, JsonNodeFactory.instance.textNode("unable to get task arn from request"));
            } else if (path.endsWith("/stats")) {
                send(exchange, 200, new EcsTranslation(task, version.get()).stats(statsSamples()));
            } else {
                sendTask(exchange, new EcsTranslation(task, version.get()));
            }
        }
    }

    /** Of the two paths that are served; empty for every other. */
    private Optional<MetadataVersion> version(String path) {
        return List.of(MetadataVersion.values()).stream()
                .filter(version -> {
                    var base = "/" + version.path() + "/" + task.id() + "/task";
                    return path.equals(base) || path.equals(base + "/stats");
                })
                .findFirst();
    }

    private void sendTask(HttpExchange exchange, EcsTranslation translation) {
        var inspected = task.containerIds().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, container -> engine.inspect(container.getValue())));
        translation
                .task(inspected)
                .ifPresentOrElse(
                        body -> send(exchange, 200, body),
                        () -> send(exchange, 500, JsonNodeFactory.instance.textNode("unable to generate metadata")));
    }

    private Map<String, StatsSample> statsSamples() {
        var samples = new TreeMap<String, StatsSample>();
        feeds.forEach((name, feed) -> feed.latest().ifPresent(sample -> samples.put(name, sample)));
        statsAnswers.add(new StatsAnswer(clock.instant(), Map.copyOf(samples)));
        return samples;
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) {
        var bytes = body.toString().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        try {
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
