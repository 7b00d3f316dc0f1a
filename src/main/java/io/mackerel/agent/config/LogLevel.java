package io.mackerel.agent.config;

import java.util.Locale;

/** How much the agent logs, from all to the least. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR;

    /**
     * Also takes {@code WARNING} and {@code CRITICAL}, the names of the agents written in Go.
     *
     * @throws IllegalArgumentException when {@code text} is no level, in any case; the message lists those that are
     */
    public static LogLevel parse(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "WARNING" -> WARN;
            case "CRITICAL" -> ERROR;
            default -> Choices.parse(values(), "log level", text);
        };
    }
}
