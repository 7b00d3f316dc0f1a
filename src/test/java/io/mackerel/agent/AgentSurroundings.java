package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.demo.Demo;
import io.mackerel.agent.demo.DemoOptions;
import io.mackerel.agent.demo.FaultyMackerel;
import io.mackerel.agent.demo.ReceivedRequest;
import io.mackerel.agent.demo.ReceivedValue;
import io.mackerel.agent.stand.AgentProcess;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the packaged agent needs around it: a simulated task, a stand-in for Mackerel, a folder, an environment. */
final class AgentSurroundings implements AutoCloseable {
    /** Long enough for a busy machine; nothing waits that long when all is well. */
    static final Duration SOON = Duration.ofSeconds(30);

    static final String HOSTS = "/api/v0/hosts";
    static final String TSDB = "/api/v0/tsdb";
    static final String REPORTS = "/api/v0/monitoring/checks/report";
    static final String GRAPHS = "/api/v0/graph-defs/create";

    /** Saves a third of the start, and says so in one line. */
    private static final Map<String, String> QUICK_START =
            Map.of("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final Pattern COLLECTED = Pattern.compile("collected: values=(\\d+)");

    private final Vertx vertx = Vertx.vertx();
    private final Demo demo;
    private final FaultyMackerel mackerel;
    private final Map<String, String> environment;

    /** A task that runs; the agent collects every second. */
    AgentSurroundings() {
        this(DemoOptions.forMeasurement(3));
    }

    AgentSurroundings(DemoOptions options) {
        demo = Demo.serve(vertx, options, InstantSource.system(), new SplittableRandom());
        mackerel = new FaultyMackerel(vertx, apiKey(), InstantSource.system(), new SplittableRandom());
        environment = new HashMap<>(demo.environment());
        environment.put("MACKEREL_APIBASE", mackerel.base().toString());
        environment.put("MACKEREL_METRICS_INTERVAL", "1s");
    }

    AgentSurroundings with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** What the agent would find in its environment. */
    String variable(String name) {
        return environment.get(name);
    }

    AgentSurroundings without(String variable) {
        environment.remove(variable);
        return this;
    }

    AgentProcess start(String... arguments) {
        return start(environment, arguments);
    }

    /** Starts the program where nothing of this is around it. */
    static AgentProcess start(Map<String, String> environment, String... arguments) {
        var all = new HashMap<>(QUICK_START);
        all.putAll(environment);
        return AgentProcess.start(all, arguments);
    }

    /** Starts the agent so that it says how much it collects. */
    AgentProcess startTalkative() {
        return with("MACKEREL_LOG_LEVEL", "DEBUG").start("run");
    }

    /** Starts the agent and waits until its host is known and has values. */
    AgentProcess startAndAwaitValues() throws InterruptedException {
        var before = mackerel().valueCount();
        var agent = start("run");
        await(agent, "values", () -> mackerel().valueCount() > before);
        return agent;
    }

    FaultyMackerel mackerel() {
        return mackerel;
    }

    String apiKey() {
        return demo.environment().get("MACKEREL_APIKEY");
    }

    String taskId() {
        return environment.get("ECS_CONTAINER_METADATA_URI_V4").replaceFirst(".*/(\\w+)-\\w+$", "$1");
    }

    String customIdentifier() {
        return taskId() + ".ecs";
    }

    /** Where the agent keeps the host's id. */
    Path idFile() {
        return Path.of(environment.get("MACKEREL_AGENT_ROOT"), "id");
    }

    void storeId(String id) throws IOException {
        Files.createDirectories(idFile().getParent());
        Files.writeString(idFile(), id + "\n");
    }

    String storedId() throws IOException {
        return Files.readString(idFile()).strip();
    }

    /** A host that is there before the agent comes; returns its id. */
    String registerHost(String customIdentifier) throws IOException, InterruptedException {
        var host = new JsonObject()
                .put("name", "earlier")
                .put("meta", new JsonObject())
                .put("customIdentifier", customIdentifier);
        return new JsonObject(post(HOSTS, host)).getString("id");
    }

    void retireHost(String id) throws IOException, InterruptedException {
        post(HOSTS + "/" + id + "/retire", new JsonObject());
    }

    JsonObject host(String id) {
        return mackerel().hosts().stream()
                .filter(host -> host.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Method and path of all requests so far, in order. */
    List<String> calls() {
        return mackerel().requests().stream()
                .map(request -> request.method() + " " + request.path())
                .toList();
    }

    /** The accepted values in the order in which they were posted. */
    List<ReceivedValue> posted() {
        return mackerel().requests().stream()
                .filter(request -> request.path().equals(TSDB) && request.status() == 200)
                .flatMap(AgentSurroundings::values)
                .toList();
    }

    /** The reports of checks that were accepted, in the order in which they were posted. */
    List<JsonObject> reports() {
        return mackerel().requests().stream()
                .filter(request -> request.path().equals(REPORTS) && request.status() == 200)
                .flatMap(request -> new JsonObject(request.body()).getJsonArray("reports").stream())
                .map(JsonObject.class::cast)
                .toList();
    }

    /** The names of the graphs that were defined, in the order in which they were posted. */
    List<String> graphs() {
        return mackerel().requests().stream()
                .filter(request -> request.path().equals(GRAPHS) && request.status() == 200)
                .flatMap(request -> new JsonArray(request.body()).stream())
                .map(graph -> ((JsonObject) graph).getString("name"))
                .toList();
    }

    /** Waits, as long as the agent lives. */
    void await(AgentProcess agent, String what, BooleanSupplier condition) {
        var end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() < end && agent.isAlive())
                    .as("%s within %s; Mackerel saw %s; the agent printed%n%s", what, SOON, calls(), agent.output())
                    .isTrue();
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** Waits, whether an agent lives or not. */
    static void awaitWithoutAgent(String what, BooleanSupplier condition) {
        var end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() < end).as("%s within %s", what, SOON).isTrue();
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** Waits until a talkative agent has collected so many times. */
    void awaitCollections(AgentProcess agent, int count) {
        await(agent, count + " collections", () -> collections(agent).size() >= count);
    }

    /** How many values each collection of a talkative agent came to. */
    static List<Integer> collections(AgentProcess agent) {
        return agent.lines().stream()
                .map(COLLECTED::matcher)
                .filter(found -> found.find())
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    static int collectedValues(AgentProcess agent) {
        return collections(agent).stream().mapToInt(Integer::intValue).sum();
    }

    static List<String> errors(AgentProcess agent) {
        return agent.lines().stream().filter(line -> line.contains(" ERROR ")).toList();
    }

    @Override
    public void close() {
        mackerel.close();
        demo.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Stream<ReceivedValue> values(ReceivedRequest request) {
        return new JsonArray(request.body())
                .stream()
                        .map(JsonObject.class::cast)
                        .map(value -> new ReceivedValue(
                                value.getString("hostId"),
                                value.getString("name"),
                                value.getLong("time"),
                                value.getDouble("value")));
    }

    private String post(String path, JsonObject body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(mackerel().base().resolve(path))
                .header("X-Api-Key", apiKey())
                .POST(BodyPublishers.ofString(body.encode()))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }
}
