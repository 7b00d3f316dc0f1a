package io.mackerel.agent.metric;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The readings that the next collection is compared with. A series that a snapshot lacks is remembered for as long as a
 * rate over the gap would still be told, so that an outage ends with the right mean.
 */
public record Baseline(Map<Series, Remembered> readings) {
    public static final Baseline EMPTY = new Baseline(Map.of());

    public Baseline {
        readings = Map.copyOf(readings);
    }

    /**
     * One counter or level of one run of what it measures.
     *
     * @param run changes when a restart set the counter back
     */
    public record Series(String run, String what) {}

    /**
     * @param seenAt when the collection that read it began
     * @param told whether there has been something to tell of it, now or before
     */
    public record Remembered(Reading reading, Instant seenAt, boolean told) {}

    @Nullable
    Reading reading(Series series) {
        Remembered remembered = readings.get(series);
        return remembered == null ? null : remembered.reading();
    }

    boolean hasTold(Series series) {
        Remembered remembered = readings.get(series);
        return remembered != null && remembered.told();
    }

    Baseline advancedBy(Map<Series, Remembered> latest, Instant takenAt) {
        Map<Series, Remembered> next = new HashMap<>();
        Instant oldest = takenAt.minus(Interval.LONGEST);
        readings.forEach((series, remembered) -> {
            if (!remembered.seenAt().isBefore(oldest)) {
                next.put(series, remembered);
            }
        });
        next.putAll(latest);
        return new Baseline(next);
    }
}
