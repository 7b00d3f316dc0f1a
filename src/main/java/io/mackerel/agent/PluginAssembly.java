package io.mackerel.agent;

import io.mackerel.agent.check.CheckReport;
import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.config.PluginsConfig;
import io.mackerel.agent.config.ReadinessProbeConfig;
import io.mackerel.agent.metric.MetricValue;
import io.mackerel.agent.plugin.CheckPlugin;
import io.mackerel.agent.plugin.CommandRunner;
import io.mackerel.agent.plugin.ExecProbe;
import io.mackerel.agent.plugin.HttpProbe;
import io.mackerel.agent.plugin.MetricPlugin;
import io.mackerel.agent.plugin.ReadinessProbe;
import io.mackerel.agent.plugin.TcpProbe;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Puts together what runs commands and probes. */
final class PluginAssembly {
    private final CommandRunner commands;
    private final UnaryOperator<String> masking;
    private final Vertx vertx;
    private final String userAgent;
    private final LongSupplier nanoTime;

    /**
     * @param masking takes secrets out of what plugins print
     */
    PluginAssembly(
            CommandRunner commands,
            UnaryOperator<String> masking,
            Vertx vertx,
            String userAgent,
            LongSupplier nanoTime) {
        this.commands = commands;
        this.masking = masking;
        this.vertx = vertx;
        this.userAgent = userAgent;
        this.nanoTime = nanoTime;
    }

    MetricPlugins metrics(CurrentConfig config, Intake<MetricValue> values) {
        MetricPlugins plugins =
                new MetricPlugins(each -> new MetricPlugin(each, commands, masking), values::add, nanoTime);
        PluginsConfig first = config.get().plugins();
        plugins.become(first.metrics());
        config.whenChanged(AgentConfig::plugins, next -> plugins.become(next.metrics()));
        return plugins;
    }

    CheckPlugins checks(CurrentConfig config, Intake<CheckReport> reports) {
        CheckPlugins plugins = new CheckPlugins(
                each -> new CheckPlugin(each, commands, masking), report -> reports.add(List.of(report)), nanoTime);
        PluginsConfig first = config.get().plugins();
        plugins.become(first.checks());
        config.whenChanged(AgentConfig::plugins, next -> plugins.become(next.checks()));
        return plugins;
    }

    ReadinessProbe probe(ReadinessProbeConfig config) {
        return switch (config.action()) {
            case ReadinessProbeConfig.Exec exec -> new ExecProbe(exec.command(), config.timeout(), commands, masking);
            case ReadinessProbeConfig.Http http -> new HttpProbe(http, config.timeout(), userAgent, vertx);
            case ReadinessProbeConfig.Tcp tcp -> new TcpProbe(tcp, config.timeout(), vertx);
        };
    }
}
