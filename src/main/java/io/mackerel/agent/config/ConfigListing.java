package io.mackerel.agent.config;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The effective configuration, written as a configuration file: each value with its origin, secrets masked.
 * What only the environment sets follows as comments.
 */
public final class ConfigListing {
    private final AgentConfig config;
    private final Origins origins;
    private final YamlLines yaml = new YamlLines();

    private ConfigListing(ConfigOutcome.Loaded loaded) {
        this.config = loaded.config();
        this.origins = loaded.origins();
    }

    /** The lines, which no line break stands in. */
    public static List<String> of(ConfigOutcome.Loaded loaded) {
        ConfigListing listing = new ConfigListing(loaded);
        listing.list();
        return listing.yaml.lines();
    }

    private void list() {
        yaml.comment("The effective configuration, each value with its origin.");
        yaml.comment("**** hides a secret: fill it in where this is to be used as a configuration file.");
        apiKey();
        text(Settings.API_BASE, config.apiBase().toString());
        text(Settings.ROOT, config.root().toString());
        text(Settings.HOST_ID_STORE, ShownValue.word(config.hostIdStore()));
        roles();
        text(Settings.DISPLAY_NAME, withoutLogins(config.displayName()));
        text(Settings.MEMO, withoutLogins(config.memo()));
        text(Settings.IGNORE_CONTAINER, Objects.toString(config.ignoreContainer(), null));
        text(
                Settings.HOST_STATUS_ON_START,
                config.hostStatusOnStart() == null
                        ? null
                        : config.hostStatusOnStart().wireName());
        CommandListing commands = new CommandListing(yaml, origins, new ShownText(Secrets.of(config)));
        new ProbeListing(yaml, origins, commands).list(config.readinessProbe());
        new PluginListing(yaml, origins, commands).list(config.plugins());
        duration(Settings.SHUTDOWN_TIMEOUT, config.shutdownTimeout());
        duration(Settings.METRICS_INTERVAL, config.metricsInterval());
        duration(Settings.CHECKS_INTERVAL, config.checksInterval());
        yaml.blank();
        new EnvironmentListing(yaml, origins).list(config.platform());
    }

    private void apiKey() {
        switch (config.apiKey()) {
            case null -> {
                text(Settings.API_KEY, null);
                text(Settings.API_KEY_FILE, null);
            }
            case ApiKeySource.Literal literal -> {
                text(Settings.API_KEY, literal.key().toString());
                unused(Settings.API_KEY_FILE, Settings.API_KEY);
            }
            case ApiKeySource.KeyFile file -> {
                unused(Settings.API_KEY, Settings.API_KEY_FILE);
                text(Settings.API_KEY_FILE, file.path().toString());
            }
        }
    }

    /** The other way to give a key, which may have been taken as well. */
    private void unused(Setting<?> setting, Setting<?> used) {
        Origin origin = origins.of(setting);
        yaml.absent(setting.name(), origin == null ? "not set" : origin + " does not count, " + used.name() + " does");
    }

    private void roles() {
        Setting<?> setting = Settings.ROLES;
        if (origins.of(setting) == null) {
            yaml.absent(setting.name(), origins.remark(setting));
        } else {
            yaml.list(
                    setting.name(),
                    config.roles().stream().map(Object::toString).toList(),
                    origins.remark(setting));
        }
    }

    private void duration(Setting<?> setting, Duration duration) {
        text(setting, DurationText.of(duration));
    }

    private void text(Setting<?> setting, @Nullable String value) {
        if (value == null) {
            yaml.absent(setting.name(), origins.remark(setting));
        } else {
            yaml.text(setting.name(), value, origins.remark(setting));
        }
    }

    private static @Nullable String withoutLogins(@Nullable String text) {
        return text == null ? null : ShownText.withoutLogins(text);
    }
}
