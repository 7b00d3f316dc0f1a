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

/** Reads the configuration as text: UTF-8, with or without a byte order mark, and no more than 1 MiB. */
final class ConfigDocument {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final RemoteDocuments remote;
    private final ProxyConfig proxies;
    private final Findings findings;

    ConfigDocument(RemoteDocuments remote, ProxyConfig proxies, Findings findings) {
        this.remote = remote;
        this.proxies = proxies;
        this.findings = findings;
    }

    /** What the document says; one that cannot be read is a problem, and then nothing is known of it. */
    FileValues values(ConfigLocation location) {
        String text = text(location);
        return text == null ? FileValues.unknown() : new YamlDocument(location.toString(), findings).values(text);
    }

    private @Nullable String text(ConfigLocation location) {
        try {
            return decoded(
                    switch (location) {
                        case ConfigLocation.LocalFile(Path path) -> read(path);
                        case ConfigLocation.Remote elsewhere -> remote.read(elsewhere, proxies);
                    });
        } catch (DocumentException e) {
            findings.problem(new Place(location.toString(), null, null), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static byte[] read(Path path) throws DocumentException {
        if (Files.isDirectory(path)) {
            throw new DocumentException("is a directory; name the file in it");
        }
        try (InputStream stream = Files.newInputStream(path)) {
            return stream.readNBytes(RemoteDocuments.LARGEST + 1);
        } catch (NoSuchFileException e) {
            throw new DocumentException("does not exist; correct MACKEREL_AGENT_CONFIG or mount the file");
        } catch (AccessDeniedException e) {
            throw new DocumentException("may not be read by this user; change its owner or mode");
        } catch (IOException e) {
            throw new DocumentException("cannot be read: " + e.getMessage());
        }
    }

    private static String decoded(byte[] content) throws DocumentException {
        if (content.length > RemoteDocuments.LARGEST) {
            throw new DocumentException("is larger than 1 MiB; is it the right file?");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new DocumentException("is not UTF-8 text; save it as UTF-8");
        }
    }
}
