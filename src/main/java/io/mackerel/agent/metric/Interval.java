package io.mackerel.agent.metric;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What lies between the reading kept from before and the new one of the same series. */
public sealed interface Interval {
    /** A rate over more than this would describe another time than the one it is posted for. */
    Duration LONGEST = Duration.ofMinutes(10);

    /** Time passed, so a rate can be told. */
    record Usable(Reading from, Reading to) implements Interval {
        public double seconds() {
            return to.at().secondsSince(from.at());
        }
    }

    /** There is nothing to compare with. */
    record First() implements Interval {}

    /** The source answered the old reading again: {@code kept} stays what to compare with. */
    record Unchanged(Reading kept) implements Interval {}

    /** The old reading is too old, or the source's clock went back: start anew. */
    record Stale() implements Interval {}

    static Interval between(@Nullable Reading previous, Reading current) {
        if (previous == null) {
            return new First();
        }
        double seconds = current.at().secondsSince(previous.at());
        if (seconds == 0) {
            return new Unchanged(previous);
        }
        return seconds < 0 || seconds > LONGEST.toSeconds() ? new Stale() : new Usable(previous, current);
    }
}
