package io.mackerel.agent;

import io.mackerel.agent.mackerel.AgentVersion;
import io.mackerel.agent.mackerel.HostRequest;
import io.mackerel.agent.metric.Baseline;
import io.mackerel.agent.metric.ContainerMetrics;
import io.mackerel.agent.metric.Measurement;
import io.mackerel.agent.metric.MetricValue;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.PlatformException;
import java.time.Duration;
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

    OneCollection(Platform platform, HostSpecs specs, AgentVersion version) {
        this.platform = platform;
        this.specs = specs;
        this.version = version;
    }

    public record Report(HostRequest host, List<MetricValue> values) {
        public Report {
            values = List.copyOf(values);
        }
    }

    /**
     * Takes two samples some seconds apart, more while the source gives the old ones again.
     *
     * @return null when the agent was asked to end
     * @throws PlatformException when the platform does not answer or does not permit
     */
    public @Nullable Report collect(Pause pause) throws PlatformException {
        platform.preflight();
        HostRequest host = HostRequest.of(specs.current(), version);
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
        return new Report(host, List.copyOf(values.values()));
    }

    private Snapshot snapshot() throws PlatformException {
        Snapshot snapshot = platform.snapshot();
        if (snapshot.trouble() != null) {
            throw new PlatformException(snapshot.trouble(), null);
        }
        return snapshot;
    }
}
