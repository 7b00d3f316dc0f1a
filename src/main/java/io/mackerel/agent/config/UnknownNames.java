package io.mackerel.agent.config;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Warns of names that mean nothing here. An unknown key always; an unknown variable only when it looks mistyped, since
 * other programs have theirs, and a Kubernetes service named mackerel brings {@code MACKEREL_PORT} and more.
 */
final class UnknownNames {
    private static final String PREFIX = "MACKEREL_";
    private static final String UNKNOWN = "is unknown and ignored";
    private static final String OF_PLUGINS = "MACKEREL_AGENT_PLUGIN_META";

    private final Findings findings;

    UnknownNames(Findings findings) {
        this.findings = findings;
    }

    void warnOfKeys(Map<String, Place> keys) {
        Set<String> known = knownKeys();
        String others = "; known keys are " + String.join(", ", known);
        for (Map.Entry<String, Place> key : keys.entrySet()) {
            if (known.contains(key.getKey())) {
                continue;
            }
            Optional<String> nearest = NearestName.of(key.getKey(), known);
            findings.warn(
                    key.getValue(),
                    UNKNOWN + nearest.map(UnknownNames::question).orElse(others));
            // One list of all known keys is enough.
            others = nearest.isEmpty() ? "" : others;
        }
    }

    void warnOfVariables(Map<String, String> environment) {
        Map<String, String> known = knownVariables();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !known.containsValue(name) && !value.isBlank()) {
                NearestName.of(name.substring(PREFIX.length()), known.keySet())
                        .ifPresent(near -> findings.warn(Place.variable(name), UNKNOWN + question(PREFIX + near)));
            }
        });
    }

    private static String question(String nearest) {
        return "; did you mean " + nearest + "?";
    }

    private static Set<String> knownKeys() {
        Stream<String> settings = Settings.ALL.stream().flatMap(setting -> setting.keys().stream());
        return Stream.concat(settings, Stream.of(PluginText.KEY, ReadinessProbeText.KEY))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** By what follows the prefix, which would make all of them look alike. */
    private static Map<String, String> knownVariables() {
        Stream<String> settings = Settings.ALL.stream().flatMap(setting -> setting.variables().stream());
        return Stream.concat(settings, Stream.of(OF_PLUGINS))
                .filter(name -> name.startsWith(PREFIX))
                .collect(Collectors.toMap(name -> name.substring(PREFIX.length()), name -> name));
    }
}
