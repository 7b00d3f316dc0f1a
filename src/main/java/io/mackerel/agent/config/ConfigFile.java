package io.mackerel.agent.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the configuration file as text: UTF-8, with or without a byte order mark, and no more than 1 MiB. */
final class ConfigFile {
    private static final int LARGEST = 1024 * 1024;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path path;
    private final Findings findings;

    ConfigFile(Path path, Findings findings) {
        this.path = path;
        this.findings = findings;
    }

    /** What the file says; a file that cannot be read is a problem, and then nothing is known of it. */
    FileValues values() {
        String text = text();
        return text == null ? FileValues.unknown() : new YamlDocument(path.toString(), findings).values(text);
    }

    private @Nullable String text() {
        try {
            if (Files.isDirectory(path)) {
                return refused("is a directory; name the file in it");
            }
            byte[] content = read();
            return content.length > LARGEST ? refused("is larger than 1 MiB; is it the right file?") : decoded(content);
        } catch (NoSuchFileException e) {
            return refused("does not exist; correct MACKEREL_AGENT_CONFIG or mount the file");
        } catch (AccessDeniedException e) {
            return refused("may not be read by this user; change its owner or mode");
        } catch (CharacterCodingException e) {
            return refused("is not UTF-8 text; save it as UTF-8");
        } catch (IOException e) {
            return refused("cannot be read: " + e.getMessage());
        }
    }

    private byte[] read() throws IOException {
        try (InputStream stream = Files.newInputStream(path)) {
            return stream.readNBytes(LARGEST + 1);
        }
    }

    private static String decoded(byte[] content) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(content))
                .toString();
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private @Nullable String refused(String message) {
        findings.problem(new Place(path.toString(), null, null), message);
        return null;
    }
}
