package io.mackerel.agent.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Received values by metric name and time. */
final class MetricHistory {
    private final Map<String, NavigableMap<Long, Double>> series = new LinkedHashMap<>();

    MetricHistory(List<ReceivedValue> values) {
        for (ReceivedValue value : values) {
            series.computeIfAbsent(value.name(), name -> new TreeMap<>()).put(value.time(), value.value());
        }
    }

    /** By epoch second; empty when the metric is unknown. */
    NavigableMap<Long, Double> of(String metric) {
        return series.getOrDefault(metric, new TreeMap<>());
    }

    /** NaN when there is none. */
    double latest(String metric) {
        NavigableMap<Long, Double> values = of(metric);
        return values.isEmpty() ? Double.NaN : values.lastEntry().getValue();
    }

    /** The middle part of every metric name that begins and ends so. */
    List<String> namesBetween(String prefix, String suffix) {
        return series.keySet().stream()
                .filter(name -> name.startsWith(prefix) && name.endsWith(suffix))
                .map(name -> name.substring(prefix.length(), name.length() - suffix.length()))
                .toList();
    }
}
