package io.mackerel.agent;

import io.mackerel.agent.check.CheckReport;
import io.mackerel.agent.check.DueReports;
import io.mackerel.agent.config.CheckPluginConfig;
import io.mackerel.agent.plugin.CheckPlugin;
import io.mackerel.agent.plugin.CheckRun;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Runs the check plugins, each on a thread of its own: none waits for another. Safe for use by several threads. */
final class CheckPlugins {
    private static final Logger LOG = Logger.getLogger(CheckPlugins.class);

    private final PluginSet<CheckPluginConfig, Scheduled> plugins;
    private final Consumer<CheckReport> reports;

    private record Scheduled(
            CheckPlugin plugin, PluginTurn turn, DueReports due, RepeatedTrouble trouble, RepeatedTrouble overlap) {}

    /**
     * @param reports takes what is to be reported, on the thread of the plugin that found it
     */
    CheckPlugins(
            Function<CheckPluginConfig, CheckPlugin> creation, Consumer<CheckReport> reports, LongSupplier nanoTime) {
        this.reports = reports;
        this.plugins = new PluginSet<>(
                config -> new Scheduled(
                        creation.apply(config),
                        new PluginTurn(config.interval(), nanoTime),
                        new DueReports(),
                        new RepeatedTrouble(LOG, "check plugin " + config.name(), nanoTime),
                        new RepeatedTrouble(LOG, "starting check plugin " + config.name(), nanoTime)),
                scheduled -> scheduled.plugin().end());
    }

    void become(List<CheckPluginConfig> configs) {
        plugins.become(configs);
    }

    /** A host that is new knows nothing yet: an OK is news to it. */
    void reportAllAnew() {
        plugins.all().forEach(each -> each.due().forgetAll());
    }

    /** Starts those whose turn it is, and returns at once. */
    void begin(Instant at) {
        for (Scheduled each : plugins.all()) {
            if (each.turn().take()) {
                Thread.ofVirtual().name("check").start(() -> check(each, at));
            }
        }
    }

    private void check(Scheduled scheduled, Instant at) {
        try {
            report(scheduled, scheduled.plugin().run(at));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            scheduled.trouble().occurred("unexpected", e.toString());
            LOG.debug("an unexpected failure of a check's run", e);
        }
    }

    private void report(Scheduled scheduled, CheckRun run) {
        switch (run) {
            case CheckRun.Found(CheckReport report) -> {
                scheduled.trouble().over();
                if (scheduled.due().isDue(report)) {
                    reports.accept(report);
                }
            }
            case CheckRun.Busy _ -> scheduled.overlap().occurred("busy", "the run before still goes on");
            case CheckRun.Ended _ -> {}
        }
    }
}
