package io.mackerel.agent.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a configuration come from. What is missing has its default, or is not set.
 *
 * @param byName by the key in the file, with the path of nested ones; by the variable for what only the environment sets
 */
public record Origins(Map<String, Origin> byName) {
    public static final Origins NONE = new Origins(Map.of());

    public Origins {
        byName = Map.copyOf(byName);
    }

    /**
     * @param sources of which nothing is wrong
     */
    static Origins of(Sources sources, FileValues file) {
        Map<String, Origin> origins = new LinkedHashMap<>();
        for (Setting<?> setting : Settings.ALL) {
            Origin origin = sources.origin(setting);
            if (origin != null) {
                origins.put(setting.name(), origin);
            }
        }
        Stream.of(PluginText.KEY, ReadinessProbeText.KEY)
                .forEach(key -> file.places(key).forEach((path, place) -> origins.put(path, Origin.at(place))));
        return new Origins(origins);
    }

    @Nullable
    Origin of(Setting<?> setting) {
        return byName.get(setting.name());
    }

    /** What to say beside the value. */
    String remark(Setting<?> setting) {
        return remark(setting.name(), setting.fallback() == null ? "not set" : "default");
    }

    /**
     * @param path of a nested key
     * @param otherwise where the file does not have it
     */
    String remark(String path, String otherwise) {
        Origin origin = byName.get(path);
        return origin == null ? otherwise : origin.toString();
    }

    /** Names may be anything. */
    @Override
    public String toString() {
        return "the origins of " + byName.size() + " values";
    }
}
