package io.mackerel.agent.platform;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads the times that ECS, Docker and Kubernetes send, RFC 3339 with up to nine decimals. */
public final class TimeStamp {
    private TimeStamp() {}

    /** Null when there is none, when it cannot be read, and for Go's zero time, which stands for "never". */
    public static @Nullable Instant parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return instant.isAfter(Instant.EPOCH) ? instant : null;
        } catch (DateTimeException absurd) {
            return null;
        }
    }
}
