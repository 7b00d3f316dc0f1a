package io.mackerel.agent.delivery;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Exponential back-off with full jitter: a wait is drawn evenly from zero to a ceiling that doubles with each failure.
 *
 * @param first the ceiling after the first failure
 * @param longest what no ceiling exceeds
 */
public record Backoff(Duration first, Duration longest, RandomGenerator random) {
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);
    private static final int MOST_DOUBLINGS = 30;

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "0 < first <= longest must hold: first=" + first + " longest=" + longest);
        }
    }

    /**
     * @param failures in a row, 1 or more
     */
    public Duration afterFailures(int failures) {
        long ceiling = ceiling(failures).toMillis();
        return Duration.ofMillis(random.nextLong(ceiling + 1));
    }

    /**
     * The wait when the service may have asked for one of its own: that, but 10 minutes at most, and no less than without.
     *
     * @param retryAfter null when the service did not say
     */
    public Duration afterFailures(int failures, @Nullable Duration retryAfter) {
        Duration own = afterFailures(failures);
        return retryAfter == null
                ? own
                : Collections.max(List.of(own, Collections.min(List.of(retryAfter, LONGEST_RETRY_AFTER))));
    }

    Duration ceiling(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
