package io.mackerel.agent.mackerel;

import io.mackerel.agent.delivery.PostOutcome;
import io.mackerel.agent.delivery.Sink;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.metric.MetricValue;
import java.util.List;

/** Posts metric values of a host to Mackerel. */
public final class MackerelMetricSink implements Sink<MetricValue> {
    private final MackerelClient client;

    public MackerelMetricSink(MackerelClient client) {
        this.client = client;
    }

    @Override
    public PostOutcome post(HostId host, List<MetricValue> values) {
        return outcome(client.post(host, values));
    }

    static PostOutcome outcome(ApiOutcome<Boolean> answer) {
        return switch (answer) {
            case ApiOutcome.Answered<Boolean> _ -> new PostOutcome.Accepted();
            case ApiOutcome.NotFound<Boolean>(String reason) -> new PostOutcome.HostGone(reason);
            case ApiOutcome.Refused<Boolean>(String reason) -> new PostOutcome.Refused(reason);
            case ApiOutcome.Invalid<Boolean>(String reason) -> new PostOutcome.Rejected(reason);
            case ApiOutcome.Unavailable<Boolean> later ->
                new PostOutcome.RetryLater(later.reason(), later.retryAfter());
        };
    }
}
