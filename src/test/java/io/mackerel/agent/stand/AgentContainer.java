package io.mackerel.agent.stand;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The packaged program in a container, one life of it. The program is mounted, not copied into an image: so what runs
 * is what was built last, and nothing is left to clean up.
 */
final class AgentContainer {
    /** In the task; not its Docker name. */
    static final String NAME = "mackerel-container-agent";

    static final long MEMORY_LIMIT = 128L * 1024 * 1024;

    private static final Path DEFAULT_JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final String NOBODY = "65532";
    private static final String PROGRAM = "/deployments";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DockerEngine engine;
    private final String id;
    private final PrintedLines printed = new PrintedLines(1);
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    private AgentContainer(DockerEngine engine, String id) {
        this.engine = engine;
        this.id = id;
    }

    /** Not started yet. */
    static AgentContainer create(DockerEngine engine, AgentDefinition definition) {
        return new AgentContainer(engine, engine.create(NAME, DockerImage.JAVA, creation(definition)));
    }

    String id() {
        return id;
    }

    PrintedLines printed() {
        return printed;
    }

    void start() {
        var output = new InputStreamReader(new DockerFrames(engine.attach(id).body()), StandardCharsets.UTF_8);
        var removal = engine.awaitRemoval(id);
        Thread.ofVirtual().name("output of " + id).start(() -> printed.read(new BufferedReader(output)));
        Thread.ofVirtual().name("end of " + id).start(() -> complete(removal));
        engine.start(id);
    }

    /** Completes with the exit status when the container has ended. */
    CompletableFuture<Integer> onExit() {
        return exit;
    }

    boolean isAlive() {
        return !exit.isDone();
    }

    /** As {@code docker stop}; returns the exit status, 137 when it had to be killed. */
    int stop(Duration atMost) throws InterruptedException {
        engine.stop(id, atMost);
        return awaitExit(atMost);
    }

    int awaitExit(Duration atMost) throws InterruptedException {
        try {
            return exit.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw printed.failure("did not end within " + atMost);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void complete(UnixHttp.Answer removal) {
        try (removal) {
            exit.complete(JSON.readTree(removal.bytes()).path("StatusCode").intValue());
        } catch (IOException | UncheckedIOException e) {
            exit.completeExceptionally(e);
        }
    }

    /** A time-out by busybox, which goes on as the program and leaves a child to watch it, ends a forgotten one. */
    private static ObjectNode creation(AgentDefinition definition) {
        var creation = JsonNodeFactory.instance.objectNode();
        creation.put("User", NOBODY + ":" + definition.group());
        var command = creation.putArray("Cmd").add("timeout").add("600");
        command.add("/opt/java/bin/java")
                .add("-jar")
                .add(PROGRAM + "/quarkus-run.jar")
                .add("run");
        var environment = creation.putArray("Env");
        definition.environment().forEach((name, value) -> environment.add(name + "=" + value));
        var host = creation.putObject("HostConfig");
        host.put("NetworkMode", definition.networkMode())
                .put("CgroupParent", definition.cgroupParent())
                .put("Memory", MEMORY_LIMIT)
                .put("ReadonlyRootfs", true)
                .put("AutoRemove", true);
        host.putArray("CapDrop").add("ALL");
        host.putArray("SecurityOpt").add("no-new-privileges");
        var binds = host.putArray("Binds").add(program() + ":" + PROGRAM + ":ro");
        definition.mounts().forEach((inside, outside) -> binds.add(outside.toAbsolutePath() + ":" + inside + ":ro"));
        return creation;
    }

    private static Path program() {
        return Path.of(System.getProperty("agent.jar", DEFAULT_JAR.toString()))
                .toAbsolutePath()
                .getParent();
    }
}
