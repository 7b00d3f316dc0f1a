package io.mackerel.agent.metric;

import java.util.List;

/**
 * What one collection came to.
 *
 * @param repeated whether the source gave some reading a second time, so that asking again soon may yield more
 * @param baseline what the next collection is compared with
 */
public record Measurement(List<MetricValue> values, boolean repeated, Baseline baseline) {
    public Measurement {
        values = List.copyOf(values);
    }
}
