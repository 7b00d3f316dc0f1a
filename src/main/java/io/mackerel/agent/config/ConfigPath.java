package io.mackerel.agent.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads a path of this machine. */
final class ConfigPath {
    private ConfigPath() {}

    /**
     * @throws IllegalArgumentException when {@code text} is none; the message does not quote it
     */
    static Path parse(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no path: " + e.getReason());
        }
    }
}
