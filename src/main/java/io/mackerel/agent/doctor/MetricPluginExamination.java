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
        List<Finding> findings = new ArrayList<>();
        String values = counted(measured.values().size(), "value");
        List<String> complaints = new ArrayList<>(measured.complaints());
        switch (plugin.graphDefinitions()) {
            case GraphRun.Defined defined -> {
                findings.add(
                        printed(values + ", " + counted(defined.definitions().size(), "graph definition"), measured));
                complaints.addAll(defined.complaints());
            }
            case GraphRun.None _ -> findings.add(printed(values + ", no graph definitions", measured));
            case GraphRun.Failed(String reason) -> {
                findings.add(printed(values, measured));
                complaints.add("no graph definitions: " + reason);
            }
            case GraphRun.Ended _ -> {}
        }
        complaints.forEach(each -> findings.add(
                Finding.problem(subject(plugin), each, "mend what it prints; what cannot be used is left out")));
        return findings;
    }

    private Finding printed(String text, MetricRun.Measured measured) {
        return measured.values().isEmpty() ? Finding.note(subject(plugin), text) : Finding.ok(subject(plugin), text);
    }

    private Finding failed(String reason) {
        return Finding.problem(
                subject(plugin), reason, PluginAdvice.of(plugin.config().command(), reason));
    }

    private static String counted(int count, String what) {
        return (count == 0 ? "no" : String.valueOf(count)) + " " + what + (count == 1 ? "" : "s");
    }
}
