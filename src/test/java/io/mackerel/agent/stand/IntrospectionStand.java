package io.mackerel.agent.stand;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * The Introspection API of the ECS agent on an instance that has one task, whose containers are real ones of the Docker
 * Engine. A container that was removed from Docker stays in the task as it was seen last.
 */
final class IntrospectionStand implements AutoCloseable {
    private static final int SHORT_ID = 12;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final DockerEngine engine;
    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, JsonNode> seen = new ConcurrentHashMap<>();
    private volatile Optional<EcsTask> task = Optional.empty();

    /** Serves at once, without a task. */
    IntrospectionStand(DockerEngine engine, InetAddress address) throws IOException {
        this.engine = engine;
        server = HttpServer.create(new InetSocketAddress(address, 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** All containers of the task must be there. */
    void serve(EcsTask task) {
        task.containerIds().values().forEach(this::inspect);
        this.task = Optional.of(task);
    }

    URI uri() {
        var address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
    }

    /** Path and query of all requests, in the order of their answers. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestURI().toString());
            switch (exchange.getRequestURI().getPath()) {
                case "/v1/metadata" -> send(exchange, 200, instance());
                case "/v1/tasks" -> answerTasks(exchange, parameters(exchange.getRequestURI()));
                default -> send(exchange, 200, commands());
            }
        }
    }

    private static ObjectNode instance() {
        return JSON.objectNode()
                .put("Cluster", EcsTask.CLUSTER)
                .put("ContainerInstanceArn", EcsTask.INSTANCE_ARN)
                .put("Version", "Amazon ECS Agent - v1.99.0 (*c12a6d3f)");
    }

    private static ObjectNode commands() {
        var body = JSON.objectNode();
        body.putArray("AvailableCommands").add("/v1/metadata").add("/v1/tasks").add("/license");
        return body;
    }

    private void answerTasks(HttpExchange exchange, Map<String, String> parameters) {
        var id = Optional.ofNullable(parameters.get("dockerid"));
        var arn = Optional.ofNullable(parameters.get("taskarn"));
        if (id.isPresent() && arn.isPresent()) {
            send(exchange, 400, IntrospectionTranslation.noTask());
        } else if (id.isPresent() || arn.isPresent()) {
            task.filter(candidate -> id.stream().allMatch(wanted -> has(candidate, wanted)))
                    .filter(candidate -> arn.stream().allMatch(candidate.arn()::equals))
                    .map(this::translate)
                    .ifPresentOrElse(
                            body -> send(exchange, 200, body),
                            () -> send(exchange, 404, IntrospectionTranslation.noTask()));
        } else {
            var body = JSON.objectNode();
            task.map(this::translate).ifPresentOrElse(body.putArray("Tasks")::add, () -> {});
            send(exchange, 200, body);
        }
    }

    private static boolean has(EcsTask task, String dockerId) {
        return task.containerIds().values().stream()
                .anyMatch(id -> dockerId.length() > SHORT_ID ? id.equals(dockerId) : id.startsWith(dockerId));
    }

    private ObjectNode translate(EcsTask task) {
        return new IntrospectionTranslation(task)
                .task(task.containerIds().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, container -> inspect(container.getValue()))));
    }

    private JsonNode inspect(String id) {
        try {
            seen.put(id, engine.inspect(id));
        } catch (IllegalStateException removed) {
            // as it was seen last
        }
        return seen.get(id);
    }

    private static Map<String, String> parameters(URI uri) {
        return Arrays.stream(Optional.ofNullable(uri.getQuery()).orElse("").split("&"))
                .map(parameter -> parameter.split("=", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
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
