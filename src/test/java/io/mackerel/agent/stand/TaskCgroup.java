package io.mackerel.agent.stand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cgroup of a task with its limits, as the ECS agent makes it, version 1 or 2. {@link #close} removes it, once its
 * containers are gone.
 */
final class TaskCgroup implements AutoCloseable {
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");
    private static final int PERIOD_MICROS = 100_000;
    private static final long MEBIBYTE = 1024 * 1024;

    private final EcsTask task;

    private TaskCgroup(EcsTask task) {
        this.task = task;
    }

    /** Needs root. */
    static TaskCgroup of(EcsTask task) {
        var cgroup = new TaskCgroup(task);
        if (isVersion2()) {
            cgroup.makeVersion2();
        } else {
            cgroup.makeVersion1();
        }
        return cgroup;
    }

    /** From the root of each hierarchy, with a slash before it. */
    String parent() {
        return isVersion2() ? "/ecstasks.slice/ecstasks-" + task.id() + ".slice" : "/ecs/" + task.id();
    }

    @Override
    public void close() {
        try (var hierarchies = Files.list(MOUNT)) {
            Stream.concat(Stream.of(MOUNT), hierarchies)
                    .map(hierarchy -> hierarchy.resolve(parent().substring(1)))
                    .forEach(folder -> List.of(folder, folder.getParent()).forEach(TaskCgroup::removeIfEmpty));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void makeVersion1() {
        var cpu = folder(MOUNT.resolve("cpu"));
        var memory = folder(MOUNT.resolve("memory"));
        task.cpus().ifPresent(cpus -> {
            write(cpu.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
            write(cpu.resolve("cpu.cfs_quota_us"), Long.toString(quotaMicros(cpus)));
        });
        task.memoryMebibytes()
                .ifPresent(mebibytes ->
                        write(memory.resolve("memory.limit_in_bytes"), Long.toString(mebibytes * MEBIBYTE)));
    }

    /** A limit is a file of its controller, which is there when the folder above has it switched on. */
    private void makeVersion2() {
        var folder = folder(MOUNT);
        for (var above : List.of(MOUNT, folder.getParent())) {
            write(above.resolve("cgroup.subtree_control"), "+cpu +memory");
        }
        task.cpus().ifPresent(cpus -> write(folder.resolve("cpu.max"), quotaMicros(cpus) + " " + PERIOD_MICROS));
        task.memoryMebibytes()
                .ifPresent(mebibytes -> write(folder.resolve("memory.max"), Long.toString(mebibytes * MEBIBYTE)));
    }

    private Path folder(Path hierarchy) {
        try {
            return Files.createDirectories(hierarchy.resolve(parent().substring(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isVersion2() {
        return Files.exists(MOUNT.resolve("cgroup.controllers"));
    }

    private static long quotaMicros(double cpus) {
        return Math.round(cpus * PERIOD_MICROS);
    }

    private static void write(Path file, String value) {
        try {
            Files.writeString(file, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // another task's is in it
        }
    }
}
