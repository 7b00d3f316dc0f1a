package io.mackerel.agent.stand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The packaged program as a process of its own, with no environment but the given one. What it prints, on both channels
 * in the order of their lines, is kept, the last {@value #LINES} lines of it. {@link #close} kills it, and so does the end of this JVM by a signal.
 *
 * <pre>{@code
 * try (var agent = AgentProcess.start(Map.of("MACKEREL_APIKEY", "key"), "run")) {
 *     agent.awaitLine("Started", Duration.ofSeconds(10));
 *     assertThat(agent.terminate(Duration.ofSeconds(30))).isZero();
 * }
 * }</pre>
 */
public final class AgentProcess implements AutoCloseable {
    static final int LINES = PrintedLines.LINES;

    private static final Path DEFAULT_JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final Process process;
    private final List<Thread> readers;
    private final PrintedLines printed = new PrintedLines(2);
    private final Thread killAtShutdown = new Thread(this::kill, "kill the agent at shutdown");

    private AgentProcess(Process process) {
        this.process = process;
        Runtime.getRuntime().addShutdownHook(killAtShutdown);
        this.readers = Stream.of(process.inputReader(), process.errorReader())
                .map(channel -> Thread.ofVirtual().start(() -> printed.read(channel)))
                .toList();
    }

    /**
     * Starts the program: the jar that the system property {@code agent.jar} names, else the one in {@code target},
     * with the Java of this test.
     */
    public static AgentProcess start(Map<String, String> environment, String... arguments) {
        var jar = Path.of(System.getProperty("agent.jar", DEFAULT_JAR.toString()));
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("the program is not packaged, run ./mvnw package first: " + jar);
        }
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = Stream.concat(Stream.of(java, "-jar", jar.toString()), Stream.of(arguments));
        return startCommand(environment, command.toList());
    }

    /** Starts any other command the same way. */
    static AgentProcess startCommand(Map<String, String> environment, List<String> command) {
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            process.getOutputStream().close();
            return new AgentProcess(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process id, for signals that this class does not send. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes with the exit status when the process has ended. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** What was printed so far, without line ends. */
    public List<String> lines() {
        return printed.lines();
    }

    /** What was printed so far, as one text. */
    public String output() {
        return printed.text();
    }

    /** Waits for a line, printed or still to come, that contains the text, and returns the first such. */
    public String awaitLine(String text, Duration atMost) {
        return printed.await(text, atMost);
    }

    /** Waits for a line, printed or still to come, and returns the first that satisfies the condition. */
    public String awaitLine(Predicate<String> condition, String description, Duration atMost) {
        return printed.await(condition, description, atMost);
    }

    /**
     * Whether signals of this number are ignored by this process, and so by those that it starts: a JVM leaves them
     * ignored. A shell without job control does that to what it starts in the background.
     */
    public static boolean isIgnored(int signalNumber) {
        try (var status = Files.lines(Path.of("/proc/self/status"))) {
            return status.filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .anyMatch(mask -> (Long.parseUnsignedLong(mask, 16) >> (signalNumber - 1) & 1) == 1);
        } catch (IOException notLinux) {
            return false;
        }
    }

    /** Sends SIGTERM and waits for the end; returns the exit status. */
    public int terminate(Duration atMost) {
        signal("TERM");
        return awaitExit(atMost);
    }

    /** Sends a signal by its name, as {@code HUP}, without waiting for anything. */
    public void signal(String name) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + pid())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits for the end of the process and of its output; returns the exit status, 128 + n after signal n. */
    public int awaitExit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw printed.failure("did not end within " + atMost);
            }
            for (var reader : readers) {
                reader.join(atMost);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** SIGKILL, if it still runs. */
    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(killAtShutdown);
        } catch (IllegalStateException _) {
            // the JVM ends: the hook runs already
        }
    }

    private void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for the agent", e);
    }
}
