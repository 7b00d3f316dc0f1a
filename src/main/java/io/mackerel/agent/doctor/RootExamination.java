package io.mackerel.agent.doctor;

import io.mackerel.agent.config.HostIdStorage;
import io.mackerel.agent.http.FailureReason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Looks whether the root folder can be written, by a file that is gone again at once. */
public final class RootExamination implements Examination {
    public static final String SUBJECT = "root folder";

    private final Path root;
    private final HostIdStorage storage;

    public RootExamination(Path root, HostIdStorage storage) {
        this.root = root.toAbsolutePath();
        this.storage = storage;
    }

    @Override
    public List<Finding> examine() {
        if (storage == HostIdStorage.MEMORY) {
            return List.of(Finding.note(SUBJECT, "not used: hostIdStore is memory"));
        }
        try {
            Path folder = existing(root);
            Files.delete(Files.createTempFile(folder, "doctor", ".tmp"));
            return List.of(Finding.ok(
                    SUBJECT, root + (folder.equals(root) ? " can be written" : " is not there yet and can be made")));
        } catch (IOException e) {
            return List.of(Finding.note(
                    SUBJECT,
                    root + " cannot be written (" + reason(e)
                            + "): what has to survive a restart is kept in memory only"));
        }
    }

    /** The folder, or the nearest above it that is there. */
    private static Path existing(Path path) {
        Path parent = path.getParent();
        return Files.exists(path) || parent == null ? path : existing(parent);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : FailureReason.of(e);
    }
}
