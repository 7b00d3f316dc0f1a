package io.mackerel.agent.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes durations such as {@code 25s}, {@code 1m30s}, {@code 1500ms}. All that can be set lie between a second, the
 * scheduler's resolution, and an hour.
 */
final class DurationText {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Pattern SHAPE =
            Pattern.compile("(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");
    private static final Pattern BARE_NUMBER = Pattern.compile("\\d{1,9}");

    private DurationText() {}

    static Duration parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no duration; " + advice(text));
        }
        Duration duration = duration(parts);
        if (!isAllowed(duration)) {
            throw new IllegalArgumentException("'" + text + "' is out of range; from 1s to 1h are allowed");
        }
        return duration;
    }

    /** In whole seconds where they are whole. */
    static String of(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    private static Duration duration(Matcher parts) {
        return Duration.ofHours(number(parts.group(1)))
                .plusMinutes(number(parts.group(2)))
                .plusSeconds(number(parts.group(3)))
                .plusMillis(number(parts.group(4)));
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static boolean isAllowed(Duration duration) {
        return duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0;
    }

    private static String advice(String text) {
        boolean seconds = BARE_NUMBER.matcher(text).matches() && isAllowed(Duration.ofSeconds(Long.parseLong(text)));
        return seconds ? "write it like " + text + "s" : "write one from 1s to 1h, such as 25s or 1m30s";
    }
}
