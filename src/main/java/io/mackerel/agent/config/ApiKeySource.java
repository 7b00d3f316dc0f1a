package io.mackerel.agent.config;

import java.nio.file.Path;

/** Where the API key comes from. */
public sealed interface ApiKeySource {
    /** The configuration itself holds it. */
    record Literal(ApiKey key) implements ApiKeySource {}

    /**
     * A file holds it, and may hold another one later.
     *
     * @param key what the file held when the configuration was read
     */
    record KeyFile(Path path, ApiKey key) implements ApiKeySource {
        /**
         * Reads the file, less the white space around the key.
         *
         * @throws IllegalArgumentException when the file holds no key; the message says what to do and quotes nothing of it
         */
        public static KeyFile read(String path) {
            Path file = ConfigPath.parse(path);
            return new KeyFile(file, KeyFileText.key(file));
        }

        /**
         * The key that the file holds now.
         *
         * @throws IllegalArgumentException as {@link #read} does
         */
        public ApiKey readAgain() {
            return KeyFileText.key(path);
        }
    }

    /** The key as it was when the configuration was read. */
    ApiKey key();
}
