package io.mackerel.agent.demo;

import java.util.List;

/** What Mackerel knows of one network interface, in bytes per second; NaN when a value is missing. */
record InterfaceRow(String name, double received, double sent) {
    private static final String PREFIX = "interface.";

    static List<InterfaceRow> of(MetricHistory history) {
        return history.namesBetween(PREFIX, ".rxBytes.delta").stream()
                .map(name -> new InterfaceRow(
                        name,
                        history.latest(PREFIX + name + ".rxBytes.delta"),
                        history.latest(PREFIX + name + ".txBytes.delta")))
                .toList();
    }
}
