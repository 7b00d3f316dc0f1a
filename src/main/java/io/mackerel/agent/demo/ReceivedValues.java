package io.mackerel.agent.demo;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The metric values that the stand-in keeps: of each metric of each host the latest that arrived, one for each time (a
 * second one overwrites the first). Thread-safe.
 */
final class ReceivedValues {
    private record Series(String hostId, String name) {}

    private record Point(long order, ReceivedValue value) {}

    private final int pointsPerMetric;
    private final Map<Series, LinkedHashMap<Long, Point>> series = new LinkedHashMap<>();
    private long arrived;
    private @Nullable Instant lastArrival;

    ReceivedValues(int pointsPerMetric) {
        this.pointsPerMetric = pointsPerMetric;
    }

    synchronized void add(List<ReceivedValue> values, Instant now) {
        for (ReceivedValue value : values) {
            LinkedHashMap<Long, Point> points =
                    series.computeIfAbsent(new Series(value.hostId(), value.name()), s -> new LinkedHashMap<>());
            points.remove(value.time());
            points.put(value.time(), new Point(arrived++, value));
            if (points.size() > pointsPerMetric) {
                points.pollFirstEntry();
            }
        }
        lastArrival = now;
    }

    /** In the order of their arrival. */
    synchronized List<ReceivedValue> list() {
        return series.values().stream()
                .flatMap(points -> points.values().stream())
                .sorted((a, b) -> Long.compare(a.order(), b.order()))
                .map(Point::value)
                .toList();
    }

    /** How many arrived, those that were overwritten or are no longer kept included. */
    synchronized long count() {
        return arrived;
    }

    /** Null before the first post. */
    synchronized @Nullable Instant lastArrival() {
        return lastArrival;
    }
}
