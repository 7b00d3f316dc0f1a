import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;

/** One life of the agent, as a process of its own with no environment but what tells it where it is. */
record Agent(Column column, Workload workload, Process process, long startedAt, Relay relay, Path folder)
        implements AutoCloseable {
    /**
     * @param interval the value for {@code MACKEREL_METRICS_INTERVAL}
     */
    static Agent start(Column column, Stand stand, String interval) throws IOException {
        Workload workload = column.workloads().make();
        Path folder = Files.createTempDirectory("benchmark");
        Relay relay = new Relay(stand.apibase());
        ProcessBuilder builder = new ProcessBuilder(column.variant().command())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().clear();
        builder.environment().putAll(workload.environment());
        builder.environment().put("MACKEREL_APIKEY", stand.apiKey());
        builder.environment().put("MACKEREL_APIBASE", relay.base());
        builder.environment().put("MACKEREL_AGENT_ROOT", folder.resolve("root").toString());
        builder.environment().put("MACKEREL_METRICS_INTERVAL", interval);
        long startedAt = System.nanoTime();
        return new Agent(column, workload, builder.start(), startedAt, relay, folder);
    }

    /** How long after the start of the process such a request was received. */
    Duration await(Predicate<Relay.Request> wanted, Duration atMost) throws InterruptedException, IOException {
        try {
            return Duration.ofNanos(relay.await(wanted, atMost) - startedAt);
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    e.getMessage() + ", the agent printed:\n" + Files.readString(folder.resolve("log")), e);
        }
    }

    long cycles() {
        return relay.count(Relay.Request::bringsCpuUsage);
    }

    /** SIGTERM, so that the host is retired and the next start registers one; says how long the end took. */
    Duration terminate() throws InterruptedException {
        long asked = System.nanoTime();
        process.destroy();
        process.waitFor();
        return Duration.ofNanos(System.nanoTime() - asked);
    }

    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                terminate();
            }
            relay.close();
            workload.close();
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
