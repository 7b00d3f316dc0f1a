package io.mackerel.agent.config;

import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What must never be printed, as far as a configuration knows it. */
final class Secrets {
    private Secrets() {}

    static Set<String> of(AgentConfig config) {
        Set<String> secrets = new LinkedHashSet<>();
        if (config.apiKey() != null) {
            secrets.add(config.apiKey().key().value());
        }
        secrets.addAll(of(config.location()));
        commands(config.plugins())
                .forEach(command -> secrets.addAll(command.env().values()));
        if (config.readinessProbe() != null) {
            secrets.addAll(of(config.readinessProbe().action()));
        }
        Stream.of(config.proxy().http(), config.proxy().https()).forEach(proxy -> addPassword(proxy, secrets));
        return secrets;
    }

    private static Stream<CommandConfig> commands(PluginsConfig plugins) {
        return Stream.concat(
                plugins.metrics().stream().map(MetricPluginConfig::command),
                plugins.checks().stream().map(CheckPluginConfig::command));
    }

    private static Collection<String> of(@Nullable ConfigLocation location) {
        Set<String> secrets = new LinkedHashSet<>();
        if (location instanceof ConfigLocation.Web(URI uri)) {
            String userInfo = uri.getRawUserInfo();
            add(uri.getRawQuery(), secrets);
            add(userInfo, secrets);
            add(userInfo == null ? null : userInfo.substring(userInfo.indexOf(':') + 1), secrets);
        }
        return secrets;
    }

    private static Collection<String> of(ReadinessProbeConfig.Action action) {
        Set<String> secrets = new LinkedHashSet<>();
        switch (action) {
            case ReadinessProbeConfig.Exec(CommandConfig command) ->
                secrets.addAll(command.env().values());
            case ReadinessProbeConfig.Http http -> {
                http.headers().forEach(header -> secrets.add(header.value()));
                int query = http.path().indexOf('?');
                add(query < 0 ? null : http.path().substring(query + 1), secrets);
                addPassword(http.proxy(), secrets);
            }
            case ReadinessProbeConfig.Tcp _ -> {}
        }
        return secrets;
    }

    private static void addPassword(@Nullable Proxy proxy, Set<String> secrets) {
        add(proxy == null ? null : proxy.password(), secrets);
    }

    private static void add(@Nullable String secret, Set<String> secrets) {
        if (secret != null) {
            secrets.add(secret);
        }
    }
}
