package io.mackerel.agent.plugin;

import io.mackerel.agent.config.CommandConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Real programs, and what becomes of them. Each writes the number of its process into a file. */
final class Programs {
    static final Path PROC = Path.of("/proc");
    private static final ProcessTable TABLE = new ProcessTable(PROC);

    private final Path folder;

    Programs(Path folder) {
        this.folder = folder;
    }

    /** {@code $DIR} is the folder in which programs leave their numbers. */
    CommandConfig shell(String script) {
        return shell(script, Map.of());
    }

    CommandConfig shell(String script, Map<String, String> env) {
        return CommandConfig.shell("DIR='" + folder + "'\n" + script, null, env);
    }

    CommandConfig python(String script) throws Exception {
        Path file = Files.createTempFile(folder, "plugin", ".py");
        Files.writeString(file, script);
        return new CommandConfig(List.of("/usr/bin/python3", file.toString(), folder.toString()), null, Map.of());
    }

    /** Waits until the program has written its number. */
    long pid(String name) throws Exception {
        Path file = folder.resolve(name);
        Await.until(
                name + " begins",
                () -> Files.exists(file) && Files.readString(file).endsWith("\n"));
        return Long.parseLong(Files.readString(file).strip());
    }

    static boolean lives(long pid) {
        ProcessRow row = TABLE.row(pid);
        return row != null && !row.isOver();
    }

    static void awaitEnd(long pid) throws Exception {
        Await.until("process " + pid + " ends", () -> !lives(pid));
    }

    /** For when a test failed. */
    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
}
