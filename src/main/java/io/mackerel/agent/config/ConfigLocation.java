package io.mackerel.agent.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Where the configuration document is. It prints without passwords and without a query, which may be a signature. */
public sealed interface ConfigLocation {
    record LocalFile(Path path) implements ConfigLocation {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** A place that is asked over the network. */
    sealed interface Remote extends ConfigLocation {}

    /**
     * @param uri http or https, with a host
     */
    record Web(URI uri) implements Remote {
        @Override
        public String toString() {
            return ShownUri.of(uri);
        }
    }

    record S3(String bucket, String key) implements Remote {
        @Override
        public String toString() {
            return "s3://" + bucket + "/" + key;
        }
    }

    /**
     * Reads a path or a URL.
     *
     * @throws IllegalArgumentException when {@code text} is none that can be read; neither the message nor a cause quotes
     *     it, as it may hold a password
     */
    static ConfigLocation parse(String text, Consumer<String> warnings) {
        return ConfigLocationText.parse(text, warnings);
    }
}
