package io.mackerel.agent;

import io.mackerel.agent.check.CheckReport;
import io.mackerel.agent.metric.GraphDefinition;
import io.mackerel.agent.metric.MetricValue;
import io.mackerel.agent.plugin.CheckPlugin;
import io.mackerel.agent.plugin.CheckRun;
import io.mackerel.agent.plugin.GraphRun;
import io.mackerel.agent.plugin.MetricPlugin;
import io.mackerel.agent.plugin.MetricRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Runs all plugins once, at the same time, and keeps what they come to. Made anew for each time. */
final class OnePluginRun {
    private static final Logger LOG = Logger.getLogger(OnePluginRun.class);

    private final Instant at;
    private final List<Thread> threads = new ArrayList<>();
    private final List<MetricValue> values = new ArrayList<>();
    private final List<CheckReport> reports = new ArrayList<>();
    private final List<GraphDefinition> graphs = new ArrayList<>();

    /**
     * @param at the time that values and reports carry
     */
    OnePluginRun(Instant at) {
        this.at = at;
    }

    /** What they came to; a plugin that failed adds nothing, which is in the log. */
    record Results(List<MetricValue> values, List<CheckReport> reports, List<GraphDefinition> graphs) {
        Results {
            values = List.copyOf(values);
            reports = List.copyOf(reports);
            graphs = List.copyOf(graphs);
        }
    }

    void start(List<MetricPlugin> metrics, List<CheckPlugin> checks) {
        metrics.forEach(plugin -> start(() -> measure(plugin)));
        checks.forEach(plugin -> start(() -> check(plugin)));
    }

    /** Blocks until the last of them has ended. */
    synchronized Results await() throws InterruptedException {
        while (!threads.isEmpty()) {
            wait();
        }
        return new Results(values, reports, graphs);
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private synchronized void start(Work work) {
        Thread thread = Thread.ofVirtual().name("plugin").unstarted(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                ended(Thread.currentThread());
            }
        });
        threads.add(thread);
        thread.start();
    }

    private synchronized void ended(Thread thread) {
        threads.remove(thread);
        notifyAll();
    }

    private void measure(MetricPlugin plugin) throws InterruptedException {
        String name = plugin.config().name();
        switch (plugin.graphDefinitions()) {
            case GraphRun.Defined(List<GraphDefinition> defined, List<String> complaints) -> {
                complain(name, complaints);
                keep(graphs, defined);
            }
            case GraphRun.Failed(String reason) ->
                LOG.warnf("metric plugin %s gave no graph definitions: reason=%s", name, reason);
            case GraphRun.None _ -> {}
            case GraphRun.Ended _ -> {}
        }
        switch (plugin.collect(at)) {
            case MetricRun.Measured(List<MetricValue> measured, List<String> complaints) -> {
                complain(name, complaints);
                keep(values, measured);
            }
            case MetricRun.Failed(String reason) -> LOG.warnf("metric plugin %s failed: reason=%s", name, reason);
            case MetricRun.Busy _ -> {}
            case MetricRun.Ended _ -> {}
        }
    }

    private void check(CheckPlugin plugin) throws InterruptedException {
        if (plugin.run(at) instanceof CheckRun.Found(CheckReport report)) {
            keep(reports, List.of(report));
        }
    }

    private static void complain(String name, List<String> complaints) {
        complaints.forEach(complaint -> LOG.warnf("metric plugin %s: %s", name, complaint));
    }

    private synchronized <T> void keep(List<T> kept, List<T> added) {
        kept.addAll(added);
    }
}
