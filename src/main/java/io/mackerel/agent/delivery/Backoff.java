package io.mackerel.agent.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with full jitter: a wait is drawn evenly from zero to a ceiling that doubles with each failure.
 *
 * @param first the ceiling after the first failure
 * @param longest what no ceiling exceeds
 */
public record Backoff(Duration first, Duration longest, RandomGenerator random) {
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

    Duration ceiling(int failures) {
        Duration doubled = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }
}
