package io.mackerel.agent.config;

import java.util.List;

/** The plugins, in the file's order; no two of a kind have the same name. */
public record PluginsConfig(List<MetricPluginConfig> metrics, List<CheckPluginConfig> checks) {
    public static final PluginsConfig NONE = new PluginsConfig(List.of(), List.of());

    public PluginsConfig {
        metrics = List.copyOf(metrics);
        checks = List.copyOf(checks);
    }
}
