package io.mackerel.agent.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What differs between two configurations, by the keys of the file. */
public final class ConfigChanges {
    private static final Map<String, Function<AgentConfig, @Nullable Object>> PARTS = parts();

    private ConfigChanges() {}

    /** The keys, in their alphabetical order; no values, which may be secrets. */
    public static List<String> between(AgentConfig before, AgentConfig after) {
        Set<String> keys = new TreeSet<>();
        PARTS.forEach((key, part) -> {
            if (!Objects.equals(part.apply(before), part.apply(after))) {
                keys.add(key);
            }
        });
        keys.addAll(changed(
                "plugin.metrics.",
                byName(before.plugins().metrics(), MetricPluginConfig::name),
                byName(after.plugins().metrics(), MetricPluginConfig::name)));
        keys.addAll(changed(
                "plugin.checks.",
                byName(before.plugins().checks(), CheckPluginConfig::name),
                byName(after.plugins().checks(), CheckPluginConfig::name)));
        return new ArrayList<>(keys);
    }

    private static Map<String, Function<AgentConfig, @Nullable Object>> parts() {
        Map<String, Function<AgentConfig, @Nullable Object>> parts = new HashMap<>();
        parts.put("apikey", AgentConfig::apiKey);
        parts.put("apibase", AgentConfig::apiBase);
        parts.put("root", AgentConfig::root);
        parts.put("hostIdStore", AgentConfig::hostIdStore);
        parts.put("roles", AgentConfig::roles);
        parts.put("displayName", AgentConfig::displayName);
        parts.put("memo", AgentConfig::memo);
        // Two patterns are never equal.
        parts.put("ignoreContainer", config -> Objects.toString(config.ignoreContainer(), null));
        parts.put("hostStatusOnStart", AgentConfig::hostStatusOnStart);
        parts.put("shutdownTimeout", AgentConfig::shutdownTimeout);
        parts.put("metricsInterval", AgentConfig::metricsInterval);
        parts.put("checksInterval", AgentConfig::checksInterval);
        parts.put("readinessProbe", AgentConfig::readinessProbe);
        return parts;
    }

    private static <C> Map<String, C> byName(List<C> plugins, Function<C, String> name) {
        return plugins.stream().collect(Collectors.toMap(name, Function.identity(), (first, second) -> first));
    }

    private static <C> Set<String> changed(String prefix, Map<String, C> before, Map<String, C> after) {
        Set<String> names = new HashSet<>(before.keySet());
        names.addAll(after.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(before.get(name), after.get(name)))
                .map(name -> prefix + name)
                .collect(Collectors.toSet());
    }
}
