package io.mackerel.agent.plugin;

import io.mackerel.agent.metric.GraphDefinition;
import java.util.List;

/** What a metric plugin said of its graphs. */
public sealed interface GraphRun {
    /**
     * @param complaints of what could not be used, each a line for the log without secrets, told once
     */
    record Defined(List<GraphDefinition> definitions, List<String> complaints) implements GraphRun {
        public Defined {
            definitions = List.copyOf(definitions);
            complaints = List.copyOf(complaints);
        }
    }

    /** The plugin defines no graphs. */
    record None() implements GraphRun {}

    /**
     * @param reason for a person, one line without secrets
     */
    record Failed(String reason) implements GraphRun {}

    /** The agent ended the run, or did not begin it. */
    record Ended() implements GraphRun {}
}
