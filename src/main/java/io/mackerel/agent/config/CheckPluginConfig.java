package io.mackerel.agent.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A command whose exit status says how something is.
 *
 * @param name of the check monitor in Mackerel
 * @param timeout after which the command is ended
 * @param interval between two runs; absent: every cycle
 * @param memo shown in Mackerel, at most 250 characters
 * @param notificationInterval minutes between two notifications of one alert; absent: one notification
 * @param maxCheckAttempts how many results in a row that are not OK make an alert, 1 to 10; absent: one
 */
public record CheckPluginConfig(
        String name,
        CommandConfig command,
        Duration timeout,
        @Nullable Duration interval,
        @Nullable String memo,
        @Nullable Integer notificationInterval,
        @Nullable Integer maxCheckAttempts) {}
