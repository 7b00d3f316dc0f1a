package io.mackerel.agent.metric;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How Mackerel draws the metrics of a plugin.
 *
 * @param name begins with {@code custom.}; a part of it may be {@code #} or {@code *}
 * @param displayName absent: the name
 * @param unit one of Mackerel's, {@code float} and the like
 */
public record GraphDefinition(String name, @Nullable String displayName, String unit, List<Metric> metrics) {
    public GraphDefinition {
        metrics = List.copyOf(metrics);
    }

    /**
     * One line of the graph.
     *
     * @param name the whole name, that of the graph included
     * @param displayName absent: the name
     */
    public record Metric(String name, @Nullable String displayName, boolean isStacked) {}
}
