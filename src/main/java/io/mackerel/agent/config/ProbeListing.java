package io.mackerel.agent.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the readiness probe, secrets masked. */
final class ProbeListing {
    private static final String KEY = ReadinessProbeText.KEY;
    private static final String DEFAULT = "default";

    private final YamlLines yaml;
    private final Origins origins;
    private final CommandListing commands;

    ProbeListing(YamlLines yaml, Origins origins, CommandListing commands) {
        this.yaml = yaml;
        this.origins = origins;
        this.commands = commands;
    }

    void list(@Nullable ReadinessProbeConfig probe) {
        if (probe == null) {
            yaml.absent(KEY, origins.remark(KEY, "not set"));
            return;
        }
        yaml.below(KEY, origins.remark(KEY, ""), () -> {
            list(probe.action());
            number(KEY, "initialDelaySeconds", probe.initialDelay().toSeconds());
            number(KEY, "periodSeconds", probe.period().toSeconds());
            number(KEY, "timeoutSeconds", probe.timeout().toSeconds());
        });
    }

    private void list(ReadinessProbeConfig.Action action) {
        switch (action) {
            case ReadinessProbeConfig.Exec(CommandConfig command) ->
                yaml.below("exec", "", () -> commands.list(KEY + ".exec", command));
            case ReadinessProbeConfig.Http http -> yaml.below("http", "", () -> list(http));
            case ReadinessProbeConfig.Tcp tcp ->
                yaml.below("tcp", "", () -> {
                    number(KEY + ".tcp", "port", tcp.port());
                    text(KEY + ".tcp", "host", tcp.host());
                });
        }
    }

    private void list(ReadinessProbeConfig.Http http) {
        String path = KEY + ".http";
        text(path, "path", http.shownPath());
        text(path, "scheme", http.scheme());
        text(path, "host", http.host());
        number(path, "port", http.port());
        text(path, "method", http.method());
        if (!http.headers().isEmpty()) {
            yaml.below("headers", origins.remark(path + ".headers", ""), () -> list(http.headers()));
        }
        if (http.proxy() != null) {
            text(path, "proxy", http.proxy().toString());
        }
    }

    private void list(List<ReadinessProbeConfig.Header> headers) {
        headers.forEach(header -> yaml.item(() -> {
            yaml.text("name", header.name(), "");
            yaml.text("value", header.value().isEmpty() ? "" : CommandListing.MASK, "");
        }));
    }

    private void text(String path, String key, String value) {
        yaml.text(key, value, origins.remark(path + "." + key, DEFAULT));
    }

    private void number(String path, String key, long value) {
        yaml.number(key, value, origins.remark(path + "." + key, DEFAULT));
    }
}
