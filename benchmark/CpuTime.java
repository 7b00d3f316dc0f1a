import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * CPU time of a process since this was made, in nanoseconds, from {@code /proc/<pid>/task/<tid>/schedstat}: exact, where
 * {@code stat} counts ticks of 10 ms. A thread that ends loses what it used since the last sample.
 */
final class CpuTime {
    /** What a thread works for, told by its name. */
    enum Share {
        PROGRAM,
        COMPILING,
        COLLECTING;

        /** VM threads collect garbage, and hardly do anything else. */
        private static Share of(String thread) {
            if (thread.matches("C[12] Compiler.*")) {
                return COMPILING;
            }
            return thread.matches("(G1|GC|VM|Serial|Parallel) .*") ? COLLECTING : PROGRAM;
        }
    }

    private final Path tasks;
    private final Map<String, Long> lastOfThread = new HashMap<>();
    private final Map<Share, Long> used = new EnumMap<>(Share.class);

    CpuTime(long pid) {
        this.tasks = Path.of("/proc", Long.toString(pid), "task");
        sample();
        used.clear();
    }

    void sample() {
        for (Path task : tasks()) {
            try {
                add(task);
            } catch (NoSuchFileException ended) {
                // Between the listing and the reading.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    long nanos(Share share) {
        return used.getOrDefault(share, 0L);
    }

    long nanos() {
        return used.values().stream().mapToLong(Long::longValue).sum();
    }

    private void add(Path task) throws IOException {
        long now = Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
        Long before = lastOfThread.put(task.getFileName().toString(), now);
        Share share = Share.of(Files.readString(task.resolve("comm")).strip());
        used.merge(share, now - (before == null ? 0 : before), Long::sum);
    }

    private List<Path> tasks() {
        try (Stream<Path> all = Files.list(tasks)) {
            return all.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
