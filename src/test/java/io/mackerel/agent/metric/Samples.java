package io.mackerel.agent.metric;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Time lines of samples. Seconds count from {@link #START}, on the source's clock and on the agent's alike. */
final class Samples {
    static final Instant START = Instant.parse("2026-11-22T13:39:00Z");

    private Samples() {}

    static Instant at(double second) {
        return START.plusNanos(Math.round(second * 1e9));
    }

    static Reading reading(long value, double second) {
        return new Reading(value, SampleTime.stamped(at(second)));
    }

    static InterfaceSample eth0(long received, long transmitted, double second) {
        return new InterfaceSample(new InterfaceName("eth0"), reading(received, second), reading(transmitted, second));
    }

    static Snapshot snapshot(double second, ContainerSampleBuilder... containers) {
        return new Snapshot(
                at(second),
                Stream.of(containers).map(ContainerSampleBuilder::sample).toList(),
                List.of(),
                List.of());
    }

    static Snapshot snapshot(double second, InterfaceSample... interfaces) {
        return new Snapshot(at(second), List.of(), List.of(interfaces), List.of());
    }

    static Snapshot empty(double second) {
        return new Snapshot(at(second), List.of(), List.of(), List.of());
    }

    /** What is remembered after these collections. */
    static Baseline after(Snapshot... snapshots) {
        Baseline baseline = Baseline.EMPTY;
        for (Snapshot snapshot : snapshots) {
            baseline = ContainerMetrics.between(baseline, snapshot).baseline();
        }
        return baseline;
    }

    /** Values by their metrics' names. */
    static Map<String, Double> byName(Measurement measurement) {
        Map<String, Double> values = new LinkedHashMap<>();
        measurement.values().forEach(each -> values.put(each.name().value(), each.value()));
        return values;
    }
}
