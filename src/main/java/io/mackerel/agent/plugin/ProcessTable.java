package io.mackerel.agent.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The processes that can be seen from here. What cannot be read is absent. */
final class ProcessTable {
    private static final int LONGEST_STAT = 4_096;
    private static final int LONGEST_ENVIRONMENT = 2 * 1_024 * 1_024;

    private final Path proc;

    /**
     * @param proc normally {@code /proc}
     */
    ProcessTable(Path proc) {
        this.proc = proc;
    }

    List<ProcessRow> rows() {
        List<ProcessRow> rows = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(proc, ProcessTable::isOfProcess)) {
            for (Path each : folders) {
                ProcessRow row = rowIn(each);
                if (row != null) {
                    rows.add(row);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            return rows;
        }
        return rows;
    }

    @Nullable
    ProcessRow row(long pid) {
        return rowIn(proc.resolve(Long.toString(pid)));
    }

    /** As it was when the process began: {@code NAME=value}, a NUL after each. Empty also while it is being replaced. */
    String environment(long pid) {
        return read(proc.resolve(Long.toString(pid)).resolve("environ"), LONGEST_ENVIRONMENT);
    }

    private static boolean isOfProcess(Path folder) {
        return Character.isDigit(folder.getFileName().toString().charAt(0));
    }

    private static @Nullable ProcessRow rowIn(Path folder) {
        return ProcessRow.parse(read(folder.resolve("stat"), LONGEST_STAT));
    }

    private static String read(Path file, int most) {
        try (InputStream content = Files.newInputStream(file)) {
            return new String(content.readNBytes(most), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
