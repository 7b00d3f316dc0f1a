package io.mackerel.agent;

import io.mackerel.agent.check.CheckReport;
import io.mackerel.agent.delivery.Backoff;
import io.mackerel.agent.delivery.Outbox;
import io.mackerel.agent.delivery.Publisher;
import io.mackerel.agent.delivery.Sink;
import io.mackerel.agent.mackerel.MackerelClient;
import io.mackerel.agent.mackerel.MackerelMetricSink;
import io.mackerel.agent.mackerel.MackerelReportSink;
import io.mackerel.agent.metric.MetricValue;
import java.util.List;
import java.util.function.LongSupplier;

/** Puts together what keeps values and reports until Mackerel has them. */
final class DeliveryAssembly {
    private static final int MOST_PENDING_VALUES = 50_000;
    private static final int MOST_PENDING_REPORTS = 5_000;

    private final CurrentHost host;
    private final Backoff backoff;
    private final Clocks clocks;
    private final Deliveries deliveries;
    private final Intake<MetricValue> values;
    private final Intake<CheckReport> reports;

    /**
     * @param backoff between posts that fail
     */
    DeliveryAssembly(MackerelClient client, CurrentHost host, Backoff backoff, Clocks clocks) {
        this.host = host;
        this.backoff = backoff;
        this.clocks = clocks;
        Outbox<MetricValue> pendingValues = Outbox.ofValues(MOST_PENDING_VALUES);
        Outbox<CheckReport> pendingReports = Outbox.ofReports(MOST_PENDING_REPORTS);
        deliveries = new Deliveries(List.of(
                loop("values", pendingValues, new MackerelMetricSink(client), Publisher.VALUES),
                loop("check reports", pendingReports, new MackerelReportSink(client), Publisher.REPORTS)));
        LongSupplier nanoTime = clocks.nanoTime();
        values = new Intake<>("values", pendingValues, deliveries::wake, nanoTime);
        reports = new Intake<>("check reports", pendingReports, deliveries::wake, nanoTime);
    }

    private <T> DeliveryLoop<T> loop(String what, Outbox<T> outbox, Sink<T> sink, int batchSize) {
        Publisher<T> publisher = new Publisher<>(outbox, sink, batchSize, backoff, clocks.wall());
        return new DeliveryLoop<>(what, outbox, publisher, host, clocks.nanoTime());
    }

    Deliveries deliveries() {
        return deliveries;
    }

    Intake<MetricValue> values() {
        return values;
    }

    Intake<CheckReport> reports() {
        return reports;
    }
}
