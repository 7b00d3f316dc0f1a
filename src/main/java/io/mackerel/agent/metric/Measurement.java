package io.mackerel.agent.metric;

import java.util.List;

/**
 * What one collection came to.
 *
 * @param complete whether by now there has been a value of each series; if not, asking again soon may yield more. A
 *     source may refresh each container in a rhythm of its own, so not all need to have one in the same collection
 * @param baseline what the next collection is compared with
 */
public record Measurement(List<MetricValue> values, boolean complete, Baseline baseline) {
    public Measurement {
        values = List.copyOf(values);
    }
}
