package io.mackerel.agent.metric;

import io.mackerel.agent.metric.Baseline.Remembered;
import io.mackerel.agent.metric.Baseline.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The arithmetic from two snapshots to metric values: this is where CPU percent and bytes per second are computed. */
public final class ContainerMetrics {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Baseline baseline;
    private final Instant takenAt;
    private final Map<Series, Remembered> latest = new HashMap<>();
    private final List<MetricValue> values = new ArrayList<>();
    private boolean complete;

    private ContainerMetrics(Baseline baseline, Snapshot snapshot) {
        this.baseline = baseline;
        this.takenAt = snapshot.takenAt();
        this.complete =
                snapshot.trouble() == null && snapshot.omissions().stream().noneMatch(Snapshot.Omission::passing);
    }

    /**
     * Usage and limit go together: a usage whose limit is unknown is left out. A container that was restarted since, a
     * counter that went back and a reading that is too old yield no value, only a new baseline.
     */
    public static Measurement between(Baseline baseline, Snapshot snapshot) {
        ContainerMetrics metrics = new ContainerMetrics(baseline, snapshot);
        snapshot.containers().forEach(metrics::measure);
        snapshot.interfaces().forEach(each -> metrics.measure("", each));
        return new Measurement(
                metrics.values, metrics.complete, baseline.advancedBy(metrics.latest, snapshot.takenAt()));
    }

    private void measure(ContainerSample container) {
        String run = container.id() + "@" + container.startedAt();
        cpuPercent(run, container.cpuNanos())
                .ifPresent(percent -> withLimit(
                        MetricName.cpuUsage(container.name()),
                        percent,
                        MetricName.cpuLimit(container.name()),
                        container.limits().cpuPercent()));
        level(new Series(run, "memory"), container.memoryBytes())
                .ifPresent(bytes -> withLimit(
                        MetricName.memoryUsage(container.name()),
                        bytes,
                        MetricName.memoryLimit(container.name()),
                        asDouble(container.limits().memoryBytes())));
        container.interfaces().forEach(each -> measure(run, each));
    }

    private void measure(String run, InterfaceSample networkInterface) {
        InterfaceName name = networkInterface.name();
        rate(new Series(run, "rx " + name), networkInterface.receivedBytes())
                .ifPresent(rate -> add(MetricName.receivedBytes(name), rate));
        rate(new Series(run, "tx " + name), networkInterface.transmittedBytes())
                .ifPresent(rate -> add(MetricName.transmittedBytes(name), rate));
    }

    /** Cores used × 100: nanoseconds of CPU time per nanosecond of time passed, as a percentage. */
    private OptionalDouble cpuPercent(String run, @Nullable Reading cpuNanos) {
        OptionalDouble nanosPerSecond = rate(new Series(run, "cpu"), cpuNanos);
        return nanosPerSecond.isPresent()
                ? OptionalDouble.of(nanosPerSecond.getAsDouble() / NANOS_PER_SECOND * 100)
                : nanosPerSecond;
    }

    /** Increase per second of a counter, over the time between the samples themselves. */
    private OptionalDouble rate(Series series, @Nullable Reading current) {
        if (current == null) {
            return OptionalDouble.empty();
        }
        return switch (note(series, current, false)) {
            case Interval.Usable usable ->
                switch (Delta.between(usable.from(), usable.to())) {
                    case Delta.Increase increase -> OptionalDouble.of(increase.amount() / usable.seconds());
                    case Delta.Reset _ -> OptionalDouble.empty();
                };
            case Interval.First _ -> OptionalDouble.empty();
            case Interval.Unchanged _ -> OptionalDouble.empty();
            case Interval.Stale _ -> OptionalDouble.empty();
        };
    }

    /** A figure that counts as it stands, once for each time that it was read. */
    private OptionalDouble level(Series series, @Nullable Reading current) {
        if (current == null) {
            return OptionalDouble.empty();
        }
        return note(series, current, true) instanceof Interval.Unchanged
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) current.value());
    }

    /**
     * @param tellsAtFirst whether a reading tells something without an earlier one
     */
    private Interval note(Series series, Reading current, boolean tellsAtFirst) {
        Interval interval = Interval.between(baseline.reading(series), current);
        boolean tells = switch (interval) {
            case Interval.Usable _ -> true;
            case Interval.Stale _ -> tellsAtFirst;
            case Interval.First _ -> tellsAtFirst;
            case Interval.Unchanged _ -> false;
        };
        boolean told = tells || baseline.hasTold(series);
        complete &= told;
        Reading kept = interval instanceof Interval.Unchanged(Reading before) ? before : current;
        latest.put(series, new Remembered(kept, takenAt, told));
        return interval;
    }

    private void withLimit(MetricName usageName, double usage, MetricName limitName, @Nullable Double limit) {
        if (limit != null) {
            add(usageName, usage);
            add(limitName, limit);
        }
    }

    private void add(MetricName name, double value) {
        values.add(new MetricValue(name, takenAt.getEpochSecond(), value));
    }

    private static @Nullable Double asDouble(@Nullable Long value) {
        return value == null ? null : value.doubleValue();
    }
}
