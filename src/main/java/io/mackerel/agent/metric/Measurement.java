package io.mackerel.agent.metric;

import java.util.List;

/**
 * What one collection came to.
 *
 * @param complete whether each reading had an earlier one to compare with and was new; if not, asking again soon may
 *     yield more
 * @param baseline what the next collection is compared with
 */
public record Measurement(List<MetricValue> values, boolean complete, Baseline baseline) {
    public Measurement {
        values = List.copyOf(values);
    }
}
