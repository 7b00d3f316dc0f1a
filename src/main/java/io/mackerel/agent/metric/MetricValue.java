package io.mackerel.agent.metric;

/**
 * What is posted for one metric.
 *
 * @param epochSecond the second at which the collection began
 * @param value finite, in the unit that the metric's name stands for
 */
public record MetricValue(MetricName name, long epochSecond, double value) {
    public MetricValue {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite, was " + value);
        }
    }
}
