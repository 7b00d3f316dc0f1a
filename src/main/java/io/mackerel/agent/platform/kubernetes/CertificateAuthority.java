package io.mackerel.agent.platform.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A file of PEM certificates that may be replaced while it is in use. Whoever trusts them asks {@link #hasChanged} before
 * each use.
 */
final class CertificateAuthority {
    private static final Logger LOG = Logger.getLogger(CertificateAuthority.class);

    private final Path file;
    private byte @Nullable [] read;

    CertificateAuthority(Path file) {
        this.file = file;
    }

    /** Whether the file holds something else than when it was last read; one that cannot be read has not changed. */
    boolean hasChanged() {
        byte[] current = current();
        return current != null && !Arrays.equals(current, read);
    }

    /**
     * The file's content, for a client that begins to trust it.
     *
     * @throws UnusableAnswerException when there is no such file
     */
    byte[] pem() {
        byte[] current = current();
        if (current == null) {
            throw new UnusableAnswerException("there is no CA file " + file);
        }
        read = current;
        return current.clone();
    }

    private byte @Nullable [] current() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            LOG.debugf("no CA file: reason=%s", e);
            return null;
        }
    }
}
