package io.mackerel.agent.plugin;

import io.mackerel.agent.metric.MetricValue;
import java.util.List;

/** What one run of a metric plugin came to. */
public sealed interface MetricRun {
    /**
     * @param complaints of what could not be used, each a line for the log without secrets, told once
     */
    record Measured(List<MetricValue> values, List<String> complaints) implements MetricRun {
        public Measured {
            values = List.copyOf(values);
            complaints = List.copyOf(complaints);
        }
    }

    /**
     * @param reason for a person, one line without secrets
     */
    record Failed(String reason) implements MetricRun {}

    /** The previous run goes on. */
    record Busy() implements MetricRun {}

    /** The agent ended the run, or did not begin it. */
    record Ended() implements MetricRun {}
}
