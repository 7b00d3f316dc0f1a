package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.config.EcsConfig;
import io.mackerel.agent.config.EcsSource;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The one place that decides what is read of a task. Pure. */
public sealed interface SourceChoice {
    /**
     * @param sources in the order in which they are tried; one at least
     * @param reason for the log
     */
    record Chosen(List<EcsSource> sources, String reason) implements SourceChoice {
        public Chosen {
            sources = List.copyOf(sources);
        }
    }

    /** @param message says what is missing and what to do */
    record Impossible(String message) implements SourceChoice {}

    /**
     * The forced source; else version 4 or 3 of the Task Metadata Endpoint, whose variable is set; else version 2 or the
     * Introspection API, which have none.
     */
    static SourceChoice of(EcsConfig config) {
        if (config.source() != null) {
            return forced(config.source(), config);
        }
        if (config.metadataUriV4() != null) {
            return new Chosen(List.of(EcsSource.V4), "ECS_CONTAINER_METADATA_URI_V4 is set");
        }
        return config.metadataUriV3() != null
                ? new Chosen(List.of(EcsSource.V3), "ECS_CONTAINER_METADATA_URI is set")
                : new Chosen(
                        List.of(EcsSource.V2, EcsSource.INTROSPECTION),
                        "neither ECS_CONTAINER_METADATA_URI_V4 nor ECS_CONTAINER_METADATA_URI is set");
    }

    private static SourceChoice forced(EcsSource source, EcsConfig config) {
        return switch (source) {
            case V4 -> addressed(source, config.metadataUriV4(), "ECS_CONTAINER_METADATA_URI_V4", "1.39.0");
            case V3 -> addressed(source, config.metadataUriV3(), "ECS_CONTAINER_METADATA_URI", "1.21.0");
            case V2, INTROSPECTION -> chosen(source);
        };
    }

    private static SourceChoice addressed(EcsSource source, @Nullable URI uri, String variable, String since) {
        return uri == null
                ? new Impossible("MACKEREL_ECS_SOURCE=" + name(source) + " wants " + variable
                        + ", which is not set: the ECS agent sets it in every container from its version " + since
                        + " on; leave MACKEREL_ECS_SOURCE out")
                : chosen(source);
    }

    private static Chosen chosen(EcsSource source) {
        return new Chosen(List.of(source), "MACKEREL_ECS_SOURCE=" + name(source));
    }

    private static String name(EcsSource source) {
        return source.name().toLowerCase(Locale.ROOT);
    }
}
