package io.mackerel.agent.delivery;

import io.mackerel.agent.host.HostId;
import io.mackerel.agent.metric.MetricValue;
import java.util.List;

/** Where metric values go. Blocks until the outcome is known; never throws for trouble of the service or the network. */
public interface MetricSink {
    PostOutcome post(HostId host, List<MetricValue> values);
}
