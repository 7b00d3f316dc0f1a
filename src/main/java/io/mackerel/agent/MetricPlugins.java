package io.mackerel.agent;

import io.mackerel.agent.config.MetricPluginConfig;
import io.mackerel.agent.metric.MetricValue;
import io.mackerel.agent.plugin.MetricPlugin;
import io.mackerel.agent.plugin.MetricRun;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Runs the metric plugins, each on a thread of its own: none waits for another. Safe for use by several threads. */
final class MetricPlugins {
    private static final Logger LOG = Logger.getLogger(MetricPlugins.class);

    private final PluginSet<MetricPluginConfig, Scheduled> plugins;
    private final Consumer<List<MetricValue>> values;

    private record Scheduled(MetricPlugin plugin, PluginTurn turn, RepeatedTrouble trouble, RepeatedTrouble overlap) {}

    /**
     * @param values takes what a plugin measured, on that plugin's thread
     */
    MetricPlugins(
            Function<MetricPluginConfig, MetricPlugin> creation,
            Consumer<List<MetricValue>> values,
            LongSupplier nanoTime) {
        this.values = values;
        this.plugins = new PluginSet<>(
                config -> new Scheduled(
                        creation.apply(config),
                        new PluginTurn(config.interval(), nanoTime),
                        new RepeatedTrouble(LOG, "metric plugin " + config.name(), nanoTime),
                        new RepeatedTrouble(LOG, "starting metric plugin " + config.name(), nanoTime)),
                scheduled -> scheduled.plugin().end());
    }

    void become(List<MetricPluginConfig> configs) {
        plugins.become(configs);
    }

    List<MetricPlugin> all() {
        return plugins.all().stream().map(Scheduled::plugin).toList();
    }

    /**
     * Starts those whose turn it is, and returns at once.
     *
     * @param at the time that their values carry
     */
    void begin(Instant at) {
        for (Scheduled each : plugins.all()) {
            if (each.turn().take()) {
                Thread.ofVirtual().name("plugin").start(() -> collect(each, at));
            }
        }
    }

    private void collect(Scheduled scheduled, Instant at) {
        try {
            keep(scheduled, scheduled.plugin().collect(at));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            scheduled.trouble().occurred("unexpected", e.toString());
            LOG.debug("an unexpected failure of a plugin's run", e);
        }
    }

    private void keep(Scheduled scheduled, MetricRun run) {
        switch (run) {
            case MetricRun.Measured(List<MetricValue> measured, List<String> complaints) -> {
                scheduled.trouble().over();
                String name = scheduled.plugin().config().name();
                complaints.forEach(complaint -> LOG.warnf("metric plugin %s: %s", name, complaint));
                values.accept(measured);
            }
            case MetricRun.Failed(String reason) -> scheduled.trouble().occurred("failed", reason);
            case MetricRun.Busy _ -> scheduled.overlap().occurred("busy", "the run before still goes on");
            case MetricRun.Ended _ -> {}
        }
    }
}
