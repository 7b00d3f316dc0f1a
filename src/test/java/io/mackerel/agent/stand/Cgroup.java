package io.mackerel.agent.stand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The cgroup of a container, version 1 or 2, read from the files of this machine. */
record Cgroup(Path cpuUsage, Path memoryUsage, Path memoryStat) {
    /** What the cgroup itself says at one moment; memory in bytes. */
    record Reading(Instant at, long cpuNanos, long memory, long inactiveFile) {
        /** In percent of one core. */
        double cpuPercentSince(Reading earlier) {
            var nanos = Duration.between(earlier.at, at).toNanos();
            return 100.0 * (cpuNanos - earlier.cpuNanos) / nanos;
        }

        /** Memory without the file pages that the kernel would give back first. */
        long memoryInUse() {
            return memory - inactiveFile;
        }
    }

    /** Finds the cgroup of a process in {@code <proc>/<pid>/cgroup}, below {@code mount}. */
    static Cgroup ofProcess(Path proc, long pid, Path mount) {
        var memberships = lines(proc.resolve(Long.toString(pid)).resolve("cgroup"));
        return memberships.stream().anyMatch(line -> controllers(line).contains("cpuacct"))
                ? version1(folder(memberships, "cpuacct", mount), folder(memberships, "memory", mount))
                : version2(mount.resolve(path(memberships.getFirst())));
    }

    Reading read(InstantSource clock) {
        var at = clock.instant();
        return new Reading(at, cpuNanos(), number(text(memoryUsage)), inactiveFile());
    }

    private static Cgroup version1(Path cpu, Path memory) {
        return new Cgroup(
                cpu.resolve("cpuacct.usage"), memory.resolve("memory.usage_in_bytes"), memory.resolve("memory.stat"));
    }

    private static Cgroup version2(Path folder) {
        return new Cgroup(folder.resolve("cpu.stat"), folder.resolve("memory.current"), folder.resolve("memory.stat"));
    }

    private long cpuNanos() {
        return isVersion2() ? 1000 * field(cpuUsage, "usage_usec") : number(text(cpuUsage));
    }

    private long inactiveFile() {
        return field(memoryStat, isVersion2() ? "inactive_file" : "total_inactive_file");
    }

    private boolean isVersion2() {
        return cpuUsage.endsWith("cpu.stat");
    }

    private static long field(Path file, String name) {
        return lines(file).stream()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> number(line.substring(name.length())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + name + " in " + file));
    }

    private static Path folder(List<String> memberships, String controller, Path mount) {
        return memberships.stream()
                .filter(line -> controllers(line).contains(controller))
                .map(line -> mount.resolve(String.join(",", controllers(line))).resolve(path(line)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no controller " + controller));
    }

    private static List<String> controllers(String membership) {
        return List.of(membership.split(":", 3)[1].split(","));
    }

    /** Relative, to be resolved against a mount point. */
    private static String path(String membership) {
        return membership.split(":", 3)[2].substring(1);
    }

    private static long number(String text) {
        return Long.parseLong(text.strip());
    }

    private static String text(Path file) {
        return String.join("\n", lines(file));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
