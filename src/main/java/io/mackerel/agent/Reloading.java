package io.mackerel.agent;

import io.mackerel.agent.config.ConfigOutcome;
import java.util.List;
import java.util.function.Supplier;

/**
 * How the configuration is read again.
 *
 * @param load reads it; may block for some seconds
 * @param warnings of the configuration that the agent began with, which have been told
 * @param requests that it be done
 */
public record Reloading(Supplier<ConfigOutcome> load, List<String> warnings, ReloadRequests requests) {
    public Reloading {
        warnings = List.copyOf(warnings);
    }
}
