package io.mackerel.agent.http;

import java.time.Duration;

/** A time span as a person reads it. */
public final class ShownDuration {
    private ShownDuration() {}

    /** Whole seconds as in {@code 5 s}, else as in {@code 250 ms}. */
    public static String of(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
