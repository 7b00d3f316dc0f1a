package io.mackerel.agent.mackerel;

import io.mackerel.agent.host.HostId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code id} below the agent's root. A folder that cannot be written is no error: one line says so, and the id
 * is kept in memory.
 */
public final class HostIdFile implements HostIdStore {
    private static final Logger LOG = Logger.getLogger(HostIdFile.class);
    private static final FileAttribute<?> FOR_THE_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> FOLDER_FOR_THE_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;
    private final Path file;
    private final HostIdStore memory = HostIdStore.inMemory();
    private @Nullable HostId onDisk;
    private boolean saidThatItFails;

    /**
     * @param root created when it is missing
     */
    public HostIdFile(Path root) {
        this.root = root;
        this.file = root.resolve("id");
    }

    @Override
    public synchronized Optional<HostId> load() {
        return memory.load().or(this::read);
    }

    private Optional<HostId> read() {
        try {
            return Files.exists(file)
                    ? Optional.of(new HostId(
                            Files.readString(file, StandardCharsets.UTF_8).strip()))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            LOG.warnf("the stored host id cannot be used: file=%s reason=%s", file, e);
            return Optional.empty();
        }
    }

    @Override
    public synchronized void save(HostId id) {
        memory.save(id);
        if (id.equals(onDisk)) {
            return;
        }
        try {
            write(id);
            onDisk = id;
        } catch (IOException e) {
            LOG.logf(
                    saidThatItFails ? Logger.Level.DEBUG : Logger.Level.INFO,
                    "the host id is kept in memory only: file=%s reason=%s",
                    file,
                    e);
            saidThatItFails = true;
        }
    }

    @Override
    public synchronized void forget() {
        memory.forget();
        onDisk = null;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warnf("the stored host id cannot be removed: file=%s reason=%s", file, e);
        }
    }

    /** Whole or not at all: a crash leaves the old file or the new one. */
    private void write(HostId id) throws IOException {
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root, FOLDER_FOR_THE_OWNER);
        }
        Path temporary = Files.createTempFile(root, "id", ".tmp", FOR_THE_OWNER);
        try {
            Files.writeString(temporary, id.value() + "\n");
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
