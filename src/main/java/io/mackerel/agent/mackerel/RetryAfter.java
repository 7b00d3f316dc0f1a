package io.mackerel.agent.mackerel;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Retry-After} (RFC 9110, section 10.2.3): seconds or a date. */
final class RetryAfter {
    private static final int MOST_DIGITS = 9;

    private RetryAfter() {}

    /** Null when the header is missing, makes no sense or names a time in the past. */
    static @Nullable Duration parse(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        Duration wait = text.matches("\\d{1," + MOST_DIGITS + "}")
                ? Duration.ofSeconds(Long.parseLong(text))
                : untilDate(text, now);
        return wait == null || wait.isNegative() ? null : wait;
    }

    private static @Nullable Duration untilDate(String text, Instant now) {
        try {
            return Duration.between(
                    now,
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException noDate) {
            return null;
        }
    }
}
