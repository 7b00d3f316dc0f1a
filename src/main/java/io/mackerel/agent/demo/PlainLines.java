package io.mackerel.agent.demo;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Received values as lines for an output that is no terminal: pure. */
final class PlainLines {
    private static final int NAME = 8;

    private PlainLines() {}

    /** A line for each container in {@code values}, then one for each interface; the values of the latest time count. */
    static List<String> of(List<ReceivedValue> values, Terminal terminal) {
        long latest = values.stream().mapToLong(ReceivedValue::time).max().orElse(0);
        String time = terminal.timeOfDay(Instant.ofEpochSecond(latest));
        MetricHistory history = new MetricHistory(
                values.stream().filter(value -> value.time() == latest).toList());
        return Stream.concat(
                        ContainerRow.of(history).stream().map(row -> time + " " + container(row)),
                        InterfaceRow.of(history).stream().map(row -> time + " " + network(row)))
                .toList();
    }

    private static String container(ContainerRow row) {
        return named(row.name())
                + "cpu %5s %-12s memory %s of %s MiB"
                        .formatted(
                                Quantity.precisePercent(row.cpuUsage()),
                                Double.isNaN(row.cpuLimit()) ? "" : "% of " + Quantity.percent(row.cpuLimit()) + " %",
                                Quantity.mebibytes(row.memoryUsage()),
                                Quantity.mebibytes(row.memoryLimit()));
    }

    private static String network(InterfaceRow row) {
        return named(row.name())
                + "rx " + Quantity.bytesPerSecond(row.received())
                + "   tx " + Quantity.bytesPerSecond(row.sent());
    }

    private static String named(String name) {
        return String.format(Locale.ROOT, "%-" + NAME + "s ", name);
    }
}
