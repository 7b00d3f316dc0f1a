package io.mackerel.agent.platform.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The files that Kubernetes mounts for a pod's service account, which it replaces while the pod lives: they are read
 * anew each time. Safe for use by several threads.
 */
final class ServiceAccount {
    private static final Logger LOG = Logger.getLogger(ServiceAccount.class);
    private static final int MOST_BYTES = 64 << 10;
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");
    private static final Pattern SUBJECT = Pattern.compile("system:serviceaccount:([a-z0-9-]+):([a-z0-9.-]+)");

    private final Path dir;
    private volatile @Nullable String lastToken;

    /** Whose rights count. */
    record Subject(String namespace, String name) {
        @Override
        public String toString() {
            return "system:serviceaccount:" + namespace + ":" + name;
        }
    }

    /**
     * @param dir holds {@code token} and {@code ca.crt}
     */
    ServiceAccount(Path dir) {
        this.dir = dir;
    }

    /** The token for a header; while the file cannot be read the last one that could; null when there never was one. */
    @Nullable
    String token() {
        String token = read();
        if (token == null) {
            return lastToken;
        }
        lastToken = token;
        return token;
    }

    /** Who signed the certificates of the cluster's servers. */
    Path caFile() {
        return dir.resolve("ca.crt");
    }

    /** Whom the token names. The signature is not looked at: what depends on it is only what is printed. */
    Optional<Subject> subject() {
        String token = token();
        String[] parts = token == null ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
            JsonNode subject = new ObjectMapper().readTree(payload).path("sub");
            Matcher names = SUBJECT.matcher(subject.asText(""));
            return names.matches() ? Optional.of(new Subject(names.group(1), names.group(2))) : Optional.empty();
        } catch (IOException | IllegalArgumentException noJwt) {
            return Optional.empty();
        }
    }

    private @Nullable String read() {
        try (InputStream file = Files.newInputStream(dir.resolve("token"))) {
            String token = new String(file.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1).strip();
            return TOKEN.matcher(token).matches() ? token : null;
        } catch (IOException e) {
            LOG.debugf("no service account token: reason=%s", e);
            return null;
        }
    }
}
