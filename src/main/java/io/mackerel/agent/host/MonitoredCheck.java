package io.mackerel.agent.host;

import org.jspecify.annotations.Nullable;

/**
 * A check monitor that the host has.
 *
 * @param memo shown in Mackerel; absent: none
 */
public record MonitoredCheck(String name, @Nullable String memo) {}
