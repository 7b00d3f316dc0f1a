package io.mackerel.agent.metric;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * When a counter was read, on the clock of whoever read it: the time stamp that came with the sample, or a monotonic
 * clock where the source has none. Only times of one series may be compared, since they come from one clock.
 *
 * @param nanos nanoseconds since an origin that only that clock knows
 */
public record SampleTime(long nanos) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /**
     * @throws DateTimeException when {@code stamp} lies outside the years 1678 to 2262
     */
    public static SampleTime stamped(Instant stamp) {
        try {
            return new SampleTime(
                    Math.addExact(Math.multiplyExact(stamp.getEpochSecond(), NANOS_PER_SECOND), stamp.getNano()));
        } catch (ArithmeticException e) {
            throw new DateTimeException("no time for a sample: " + stamp, e);
        }
    }

    public static SampleTime monotonic(long nanoTime) {
        return new SampleTime(nanoTime);
    }

    /** Seconds from {@code earlier} to this; negative when that clock went back. */
    public double secondsSince(SampleTime earlier) {
        return (double) (nanos - earlier.nanos) / NANOS_PER_SECOND;
    }
}
