package io.mackerel.agent.doctor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Compares the own clock with Mackerel's. Pure. */
final class ClockFinding {
    private static final String SUBJECT = "clock";
    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    private ClockFinding() {}

    /**
     * @param difference how far Mackerel's clock is ahead; null when it did not tell the time
     */
    static Finding of(@Nullable Duration difference) {
        if (difference == null) {
            return Finding.notChecked(SUBJECT, "nothing told Mackerel's time");
        }
        long seconds = difference.abs().toSeconds();
        if (difference.abs().compareTo(TOLERANCE) <= 0) {
            return Finding.ok(SUBJECT, "as Mackerel's, within " + (seconds + 1) + " s");
        }
        boolean isBehind = difference.isPositive();
        return Finding.problem(
                SUBJECT,
                seconds + " s " + (isBehind ? "behind" : "ahead of") + " Mackerel's: values would be stamped "
                        + (isBehind ? "too early" : "too late"),
                "set the clock of the node right (NTP, chrony): a container has none of its own");
    }
}
