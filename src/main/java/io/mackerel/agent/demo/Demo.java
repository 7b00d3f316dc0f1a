package io.mackerel.agent.demo;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration around the agent: a simulated task with its metadata endpoint, a {@code /proc}, a stand-in for
 * Mackerel, and maybe a table. The agent itself is started by the caller with {@link #environment()} and
 * {@link #procRoot()}. Start and close wait for servers and files: not from an event loop.
 */
public final class Demo implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Demo.class);
    private static final String API_KEY = "demo-key";
    private static final long TICK_MILLIS = 1000;

    private final Vertx vertx;
    private final InstantSource clock;
    private final @Nullable LiveTable table;
    private final TemporaryFolder folder;
    private final SimulatedTask task;
    private final SimulatedMachine machine;
    private final TaskMetadataEndpoint endpoint;
    private final MackerelStandIn standIn;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile long timer;
    private TaskReading latest;

    private Demo(
            Vertx vertx,
            InstantSource clock,
            @Nullable LiveTable table,
            TemporaryFolder folder,
            SimulatedTask task,
            SimulatedMachine machine,
            TaskMetadataEndpoint endpoint,
            MackerelStandIn standIn) {
        this.vertx = vertx;
        this.clock = clock;
        this.table = table;
        this.folder = folder;
        this.task = task;
        this.machine = machine;
        this.endpoint = endpoint;
        this.standIn = standIn;
        this.latest = task.readingAt(clock.instant());
    }

    /** Starts with something to look at. The table belongs to the demo until it is closed. */
    public static Demo show(
            Vertx vertx, DemoOptions options, InstantSource clock, RandomGenerator random, LiveTable table) {
        return start(vertx, options, clock, random, table, TemporaryFolder.create());
    }

    /** Starts the endpoints only, for an agent in another process. */
    public static Demo serve(Vertx vertx, DemoOptions options, InstantSource clock, RandomGenerator random) {
        return start(vertx, options, clock, random, null, TemporaryFolder.create());
    }

    /** The folder belongs to the demo from now on: it is gone, too, when something cannot be started. */
    static Demo start(
            Vertx vertx,
            DemoOptions options,
            InstantSource clock,
            RandomGenerator random,
            @Nullable LiveTable table,
            TemporaryFolder folder) {
        Deque<Runnable> rollback = new ArrayDeque<>();
        rollback.push(folder::close);
        try {
            SimulatedTask task = new SimulatedTask(options.containers(), clock.instant(), options.pending(), random);
            SimulatedMachine machine = machineIn(folder);
            TaskMetadataEndpoint endpoint = new TaskMetadataEndpoint(vertx, task, clock);
            rollback.push(endpoint::close);
            MackerelStandIn standIn = new MackerelStandIn(vertx, API_KEY, clock, random);
            rollback.push(standIn::close);
            return new Demo(vertx, clock, table, folder, task, machine, endpoint, standIn).ticking();
        } catch (RuntimeException e) {
            rollback.forEach(Runnable::run);
            throw e;
        }
    }

    private Demo ticking() {
        standIn.listen(this::show);
        timer = vertx.setPeriodic(0, TICK_MILLIS, id -> tickOffTheEventLoop());
        return this;
    }

    /** The whole environment of the agent: nothing else of the surroundings is to reach it. */
    public Map<String, String> environment() {
        return Map.of(
                "ECS_CONTAINER_METADATA_URI_V4", endpoint.uri().toString(),
                "AWS_EXECUTION_ENV", "AWS_ECS_FARGATE",
                "MACKEREL_CONTAINER_PLATFORM", "ecs",
                "MACKEREL_APIBASE", standIn.base().toString(),
                "MACKEREL_APIKEY", API_KEY,
                "MACKEREL_AGENT_ROOT", folder.path().resolve("root").toString(),
                "MACKEREL_METRICS_INTERVAL", "5s",
                "MACKEREL_CHECKS_INTERVAL", "5s",
                "MACKEREL_ROLES", "demo:simulated-task",
                "MACKEREL_HOST_STATUS_ON_START", "working");
    }

    /** What the agent reads instead of {@code /proc}. */
    public Path procRoot() {
        return machine.root();
    }

    MackerelStandIn standIn() {
        return standIn;
    }

    /** Shows a line of the agent's log; the time of day is put before it. Any thread. */
    public void event(String line) {
        if (table != null) {
            table.event(clock.instant(), line);
        }
    }

    /** To be called after the agent has ended. Stops all, gives the terminal back, removes the files; twice is fine. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        vertx.cancelTimer(timer);
        endpoint.close();
        standIn.close();
        end();
    }

    private synchronized void end() {
        if (table != null) {
            DemoView last = view(table);
            table.close(last, last.farewell());
        }
        folder.close();
    }

    private void tickOffTheEventLoop() {
        if (ticking.getAndSet(true)) {
            return;
        }
        vertx.executeBlocking(() -> {
                    tick();
                    return true;
                })
                .onFailure(e -> LOG.debug("a step of the demo failed", e))
                .onComplete(done -> ticking.set(false));
    }

    private synchronized void tick() throws IOException {
        if (closed.get()) {
            return;
        }
        TaskReading reading = task.readingAt(clock.instant());
        machine.write(reading.traffic());
        reading.restartedSince(latest)
                .forEach(container -> event(container.name() + " was restarted: its memory was full"));
        latest = reading;
        if (table != null) {
            table.repaint(view(table));
        }
    }

    private void show(List<ReceivedValue> values) {
        if (table != null) {
            vertx.executeBlocking(() -> {
                table.values(values);
                return true;
            });
        }
    }

    private DemoView view(LiveTable table) {
        return DemoView.of(standIn, table.events());
    }

    private static SimulatedMachine machineIn(TemporaryFolder folder) {
        try {
            return new SimulatedMachine(folder.path().resolve("proc"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the demo's files", e);
        }
    }
}
