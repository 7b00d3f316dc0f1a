package io.mackerel.agent.delivery;

import io.mackerel.agent.host.HostId;
import java.util.List;

/** Where metric values or reports go. Blocks until the outcome is known; never throws for trouble of the service or the network. */
public interface Sink<T> {
    PostOutcome post(HostId host, List<T> items);
}
