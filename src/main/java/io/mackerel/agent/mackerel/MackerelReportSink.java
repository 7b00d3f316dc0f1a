package io.mackerel.agent.mackerel;

import io.mackerel.agent.check.CheckReport;
import io.mackerel.agent.delivery.PostOutcome;
import io.mackerel.agent.delivery.Sink;
import io.mackerel.agent.host.HostId;
import java.util.List;

/** Posts reports of a host's checks to Mackerel. */
public final class MackerelReportSink implements Sink<CheckReport> {
    private final MackerelClient client;

    public MackerelReportSink(MackerelClient client) {
        this.client = client;
    }

    @Override
    public PostOutcome post(HostId host, List<CheckReport> reports) {
        return MackerelMetricSink.outcome(client.report(host, reports));
    }
}
