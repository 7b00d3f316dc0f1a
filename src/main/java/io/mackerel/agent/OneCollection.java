package io.mackerel.agent;

import io.mackerel.agent.check.CheckReport;
import io.mackerel.agent.mackerel.AgentVersion;
import io.mackerel.agent.mackerel.HostRequest;
import io.mackerel.agent.metric.Baseline;
import io.mackerel.agent.metric.ContainerMetrics;
import io.mackerel.agent.metric.GraphDefinition;
import io.mackerel.agent.metric.Measurement;
import io.mackerel.agent.metric.MetricValue;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.plugin.CheckPlugin;
import io.mackerel.agent.plugin.CommandRunner;
import io.mackerel.agent.plugin.MetricPlugin;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the agent would send, found out once. */
public final class OneCollection {
    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(3);
    private static final int MOST_SAMPLES = 10;

    private final Platform platform;
    private final HostSpecs specs;
    private final AgentVersion version;
    private final Plugins plugins;

    /** What runs beside the platform's collection. */
    record Plugins(List<MetricPlugin> metrics, List<CheckPlugin> checks, CommandRunner commands, InstantSource wall) {}

    OneCollection(Platform platform, HostSpecs specs, AgentVersion version, Plugins plugins) {
        this.platform = platform;
        this.specs = specs;
        this.version = version;
        this.plugins = plugins;
    }

    /**
     * @param values of the platform and of the metric plugins
     */
    public record Report(
            HostRequest host, List<MetricValue> values, List<CheckReport> reports, List<GraphDefinition> graphs) {
        public Report {
            values = List.copyOf(values);
            reports = List.copyOf(reports);
            graphs = List.copyOf(graphs);
        }
    }

    /**
     * Takes two samples some seconds apart, more while the source gives the old ones again, and runs each plugin once.
     *
     * @return null when the agent was asked to end
     * @throws PlatformException when the platform does not answer or does not permit
     */
    public @Nullable Report collect(Pause pause) throws PlatformException, InterruptedException {
        try {
            platform.preflight();
            HostRequest host = HostRequest.of(specs.current(), version);
            OnePluginRun run = new OnePluginRun(plugins.wall().instant());
            run.start(plugins.metrics(), plugins.checks());
            List<MetricValue> values = platformValues(pause);
            return values == null ? null : report(host, values, run.await());
        } finally {
            plugins.commands().killAll();
        }
    }

    private static Report report(HostRequest host, List<MetricValue> values, OnePluginRun.Results results) {
        List<MetricValue> all = new ArrayList<>(values);
        all.addAll(results.values());
        return new Report(host, all, results.reports(), results.graphs());
    }

    private @Nullable List<MetricValue> platformValues(Pause pause) throws PlatformException {
        Measurement measurement = ContainerMetrics.between(Baseline.EMPTY, snapshot());
        Map<String, MetricValue> values = new LinkedHashMap<>();
        measurement.values().forEach(value -> values.put(value.name().value(), value));
        for (int samples = 1; !measurement.complete() && samples < MOST_SAMPLES; samples++) {
            if (pause.pause(BETWEEN_SAMPLES)) {
                return null;
            }
            measurement = ContainerMetrics.between(measurement.baseline(), snapshot());
            measurement.values().forEach(value -> values.put(value.name().value(), value));
        }
        return List.copyOf(values.values());
    }

    private Snapshot snapshot() throws PlatformException {
        Snapshot snapshot = platform.snapshot();
        if (snapshot.trouble() != null) {
            throw new PlatformException(snapshot.trouble(), null);
        }
        return snapshot;
    }
}
