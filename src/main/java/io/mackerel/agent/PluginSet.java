package io.mackerel.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The plugins of a kind, as the configuration has them. Safe for use by several threads.
 *
 * @param <C> what one is configured by
 * @param <P> what runs it
 */
final class PluginSet<C, P> {
    private final Function<C, P> creation;
    private final Consumer<P> end;
    private Map<C, P> plugins = Map.of();

    /**
     * @param end of a plugin that is configured no longer, or otherwise; may block
     */
    PluginSet(Function<C, P> creation, Consumer<P> end) {
        this.creation = creation;
        this.end = end;
    }

    /** What is configured as before goes on as before; the rest ends, and what is new comes in. */
    void become(List<C> configs) {
        List<P> gone;
        synchronized (this) {
            Map<C, P> next = new LinkedHashMap<>();
            configs.forEach(config -> next.put(config, existingOrNew(config)));
            gone = plugins.entrySet().stream()
                    .filter(entry -> !next.containsKey(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
            plugins = next;
        }
        gone.forEach(plugin -> Thread.ofVirtual().name("plugin-end").start(() -> end.accept(plugin)));
    }

    private P existingOrNew(C config) {
        P existing = plugins.get(config);
        return existing == null ? creation.apply(config) : existing;
    }

    synchronized List<P> all() {
        return List.copyOf(plugins.values());
    }
}
