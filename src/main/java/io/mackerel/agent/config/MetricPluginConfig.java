package io.mackerel.agent.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A command that prints metric values.
 *
 * @param name as the file gives it, for the log
 * @param timeout after which the command is ended
 * @param interval between two runs; absent: every cycle
 */
public record MetricPluginConfig(
        String name,
        CommandConfig command,
        Duration timeout,
        @Nullable Duration interval) {}
