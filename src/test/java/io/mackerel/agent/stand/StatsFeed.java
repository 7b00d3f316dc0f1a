package io.mackerel.agent.stand;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Docker's stats of one container, streamed as the ECS agent streams them: what it holds is up to a second old. Each
 * reading is joined with one of the container's cgroup, taken as it comes.
 */
final class StatsFeed implements AutoCloseable {
    private static final Path PROC = Path.of("/proc");
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UnixHttp.Answer stream;
    private final Cgroup cgroup;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition came = lock.newCondition();
    private final List<StatsSample> samples = new ArrayList<>();

    private StatsFeed(UnixHttp.Answer stream, Cgroup cgroup, InstantSource clock) {
        this.stream = stream;
        this.cgroup = cgroup;
        this.clock = clock;
    }

    /** Of a running container. */
    static StatsFeed of(DockerEngine engine, String id, InstantSource clock) {
        var pid = engine.inspect(id).path("State").path("Pid").longValue();
        var feed = new StatsFeed(engine.streamStats(id), Cgroup.ofProcess(PROC, pid, CGROUPS), clock);
        Thread.ofVirtual().name("stats " + id).start(feed::follow);
        return feed;
    }

    /** Empty until the first reading has come. */
    Optional<StatsSample> latest() {
        var all = samples();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** All that came so far. */
    List<StatsSample> samples() {
        lock.lock();
        try {
            return List.copyOf(samples);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a reading that satisfies the condition. */
    StatsSample await(Predicate<StatsSample> condition, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            var nanos = atMost.toNanos();
            while (latest().filter(condition).isEmpty()) {
                if (nanos <= 0) {
                    throw new AssertionError("no such reading came within " + atMost + ", the last is " + latest());
                }
                nanos = came.awaitNanos(nanos);
            }
            return latest().orElseThrow();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        stream.close();
    }

    private void follow() {
        try (var lines = stream.lines()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                keep(JSON.readTree(line));
            }
        } catch (IOException | UncheckedIOException e) {
            // closed, or the container and its cgroup are gone
        }
    }

    private void keep(JsonNode docker) {
        var now = cgroup.read(clock);
        lock.lock();
        try {
            var before = latest().map(StatsSample::docker).orElse(MissingNode.getInstance());
            samples.add(new StatsSample(docker, before, now));
            came.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
