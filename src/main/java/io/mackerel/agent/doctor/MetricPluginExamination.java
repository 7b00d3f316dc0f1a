package io.mackerel.agent.doctor;

import io.mackerel.agent.http.LogText;
import io.mackerel.agent.plugin.GraphRun;
import io.mackerel.agent.plugin.MetricPlugin;
import io.mackerel.agent.plugin.MetricRun;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Runs a metric plugin as a collection does, and for its graphs. */
public final class MetricPluginExamination implements Examination {
    private final MetricPlugin plugin;
    private final InstantSource clock;

    public MetricPluginExamination(MetricPlugin plugin, InstantSource clock) {
        this.plugin = plugin;
        this.clock = clock;
    }

    public static String subject(MetricPlugin plugin) {
        return "plugin " + LogText.line(plugin.config().name());
    }

    @Override
    public List<Finding> examine() throws InterruptedException {
        return switch (plugin.collect(clock.instant())) {
            case MetricRun.Measured measured -> measured(measured);
            case MetricRun.Failed(String reason) -> List.of(failed(reason));
            case MetricRun.Busy _ -> List.of();
            case MetricRun.Ended _ -> List.of();
        };
    }

    private List<Finding> measured(MetricRun.Measured measured) throws InterruptedException {
        String values = counted(measured.values().size(), "value");
        List<String> complaints = new ArrayList<>(measured.complaints());
        return switch (plugin.graphDefinitions()) {
            case GraphRun.Defined defined -> {
                complaints.addAll(defined.complaints());
                String graphs = counted(defined.definitions().size(), "graph definition");
                yield List.of(printed(measured.values().isEmpty(), values + ", " + graphs, complaints));
            }
            case GraphRun.None _ ->
                List.of(printed(measured.values().isEmpty(), values + ", no graph definitions", complaints));
            case GraphRun.Failed(String reason) -> {
                complaints.add("no graph definitions: " + reason);
                yield List.of(printed(measured.values().isEmpty(), values, complaints));
            }
            case GraphRun.Ended _ -> List.of();
        };
    }

    private Finding printed(boolean hasNoValues, String text, List<String> complaints) {
        if (!complaints.isEmpty()) {
            return Finding.problem(
                    subject(plugin),
                    text + "\n" + String.join("\n", complaints),
                    "mend what it prints; what cannot be used is left out");
        }
        return hasNoValues ? Finding.note(subject(plugin), text) : Finding.ok(subject(plugin), text);
    }

    private Finding failed(String reason) {
        return Finding.problem(
                subject(plugin), reason, PluginAdvice.of(plugin.config().command(), reason));
    }

    private static String counted(int count, String what) {
        return (count == 0 ? "no" : String.valueOf(count)) + " " + what + (count == 1 ? "" : "s");
    }
}
