package io.mackerel.agent.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file that holds an API key and nothing else. */
final class KeyFileText {
    private static final int LARGEST = 4 * 1024;

    private KeyFileText() {}

    static ApiKey key(Path file) {
        String text = text(file).strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the key file " + file + " is empty; put the API key into it");
        }
        return new ApiKey(text);
    }

    private static String text(Path file) {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException("the key file " + file + " is a directory; name the file in it");
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] content = stream.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new IllegalArgumentException(
                        "the key file " + file + " is larger than 4 KiB; is it the right one?");
            }
            return new String(content, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "the key file " + file + " does not exist; mount it, or correct the path");
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException(
                    "the key file " + file + " may not be read by this user; change its owner or mode");
        } catch (IOException e) {
            throw new IllegalArgumentException("the key file " + file + " cannot be read: " + e.getMessage());
        }
    }
}
