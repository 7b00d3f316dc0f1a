package io.mackerel.agent.demo;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the live table shows at one time.
 *
 * @param host null before it is registered
 * @param lastPost null before the first values
 * @param events with their time of day, oldest first
 */
record DemoView(
        @Nullable HostLine host,
        long valuesReceived,
        @Nullable Instant lastPost,
        List<ContainerRow> containers,
        List<InterfaceRow> interfaces,
        List<String> events) {
    DemoView {
        containers = List.copyOf(containers);
        interfaces = List.copyOf(interfaces);
        events = List.copyOf(events);
    }

    /** What the stand-in has received up to now; of several hosts the last. */
    static DemoView of(MackerelStandIn standIn, List<String> events) {
        List<HostLine> hosts = standIn.hosts().stream().map(HostLine::of).toList();
        MetricHistory history = new MetricHistory(standIn.values());
        return new DemoView(
                hosts.isEmpty() ? null : hosts.getLast(),
                standIn.valueCount(),
                standIn.lastPost(),
                ContainerRow.of(history),
                InterfaceRow.of(history),
                events);
    }

    String farewell() {
        if (host == null) {
            return "The demo is over. No host was registered.";
        }
        return "The demo is over. Host " + host.id() + (host.retired() ? " was retired." : " was not retired.");
    }
}
