package io.mackerel.agent.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes the plugins, secrets masked. */
final class PluginListing {
    private static final String DEFAULT = "default";

    private final YamlLines yaml;
    private final Origins origins;
    private final CommandListing commands;

    PluginListing(YamlLines yaml, Origins origins, CommandListing commands) {
        this.yaml = yaml;
        this.origins = origins;
        this.commands = commands;
    }

    void list(PluginsConfig plugins) {
        if (plugins.equals(PluginsConfig.NONE)) {
            yaml.absent(PluginText.KEY, origins.remark(PluginText.KEY, "not set"));
            return;
        }
        yaml.below(PluginText.KEY, "", () -> {
            if (!plugins.metrics().isEmpty()) {
                yaml.below("metrics", "", () -> plugins.metrics().forEach(this::list));
            }
            if (!plugins.checks().isEmpty()) {
                yaml.below("checks", "", () -> plugins.checks().forEach(this::list));
            }
        });
    }

    private void list(MetricPluginConfig metric) {
        String path = PluginText.KEY + ".metrics." + metric.name();
        yaml.below(metric.name(), origins.remark(path, ""), () -> {
            commands.list(path, metric.command());
            times(path, metric.timeout(), metric.interval());
        });
    }

    private void list(CheckPluginConfig check) {
        String path = PluginText.KEY + ".checks." + check.name();
        yaml.below(check.name(), origins.remark(path, ""), () -> {
            commands.list(path, check.command());
            times(path, check.timeout(), check.interval());
            if (check.memo() != null) {
                yaml.text("memo", ShownText.withoutLogins(check.memo()), origins.remark(path + ".memo", ""));
            }
            number(path, "notificationInterval", check.notificationInterval());
            number(path, "maxCheckAttempts", check.maxCheckAttempts());
        });
    }

    private void times(String path, Duration timeout, @Nullable Duration interval) {
        yaml.number("timeoutSeconds", timeout.toSeconds(), origins.remark(path + ".timeoutSeconds", DEFAULT));
        number(path, "intervalMinutes", interval == null ? null : (Integer) (int) interval.toMinutes());
    }

    private void number(String path, String key, @Nullable Integer value) {
        if (value != null) {
            yaml.number(key, value, origins.remark(path + "." + key, ""));
        }
    }
}
