package io.mackerel.agent.mackerel;

import io.mackerel.agent.config.ApiKey;
import io.mackerel.agent.config.ApiKeySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The API key in force. A file with the key is read again when it changes, and when the service refuses the key; one that
 * holds no key any more leaves the last one in force. Safe for use by several threads.
 */
public final class ApiKeys implements Supplier<ApiKey> {
    private static final Logger LOG = Logger.getLogger(ApiKeys.class);

    private final Consumer<ApiKey> changed;
    private ApiKeySource source;
    private ApiKey current;
    private @Nullable Object seen;
    private @Nullable String lastTrouble;

    /**
     * @param changed is told of each key before it is used
     */
    public ApiKeys(ApiKeySource source, Consumer<ApiKey> changed) {
        this.changed = changed;
        this.source = source;
        this.current = source.key();
        changed.accept(current);
    }

    @Override
    public synchronized ApiKey get() {
        if (source instanceof ApiKeySource.KeyFile file) {
            Object now = fingerprint(file.path());
            if (!Objects.equals(now, seen)) {
                seen = now;
                readAgain(file);
            }
        }
        return current;
    }

    /**
     * The service refused this key.
     *
     * @return whether there is another one now, which is worth a try
     */
    synchronized boolean refused(ApiKey key) {
        if (source instanceof ApiKeySource.KeyFile file) {
            readAgain(file);
        }
        return !current.equals(key);
    }

    /** From now on the key comes from there. */
    public synchronized void use(ApiKeySource next) {
        source = next;
        seen = null;
        lastTrouble = null;
        become(next.key());
    }

    private void readAgain(ApiKeySource.KeyFile file) {
        try {
            ApiKey read = file.readAgain();
            lastTrouble = null;
            if (!read.equals(current)) {
                become(read);
                LOG.infof("the API key has changed, the new one is used: file=%s", file.path());
            }
        } catch (IllegalArgumentException e) {
            String trouble = String.valueOf(e.getMessage());
            if (!trouble.equals(lastTrouble)) {
                LOG.warnf("the API key stays as it was: reason=%s", trouble);
            }
            lastTrouble = trouble;
        }
    }

    private void become(ApiKey key) {
        changed.accept(key);
        current = key;
    }

    /** Differs when the file does: mounted secrets are replaced, not written. Null when there is no file. */
    private static @Nullable Object fingerprint(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Fingerprint(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
        } catch (IOException gone) {
            return null;
        }
    }

    private record Fingerprint(@Nullable Object file, Object modified, long size) {}
}
