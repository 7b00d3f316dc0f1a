package io.mackerel.agent;

import io.mackerel.agent.config.AgentConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The configuration in force, and who is to know when a part of it changes. To be read by any thread; listeners are added
 * before another configuration comes, which one thread alone brings.
 */
final class CurrentConfig implements Supplier<AgentConfig> {
    private static final Logger LOG = Logger.getLogger(CurrentConfig.class);

    private final List<BiConsumer<AgentConfig, AgentConfig>> listeners = new ArrayList<>();
    private volatile AgentConfig current;

    CurrentConfig(AgentConfig first) {
        current = first;
    }

    @Override
    public AgentConfig get() {
        return current;
    }

    /** Runs {@code reaction} with the new part whenever it is another one than before. */
    <T> void whenChanged(Function<AgentConfig, T> part, Consumer<T> reaction) {
        listeners.add((before, after) -> {
            T next = part.apply(after);
            if (!Objects.equals(part.apply(before), next)) {
                reaction.accept(next);
            }
        });
    }

    /** Brings another configuration into force. A reaction that fails keeps no other from what it has to do. */
    void become(AgentConfig next) {
        AgentConfig before = current;
        current = next;
        for (BiConsumer<AgentConfig, AgentConfig> listener : listeners) {
            try {
                listener.accept(before, next);
            } catch (RuntimeException e) {
                LOG.error("a part of the new configuration could not be brought into force", e);
            }
        }
    }
}
