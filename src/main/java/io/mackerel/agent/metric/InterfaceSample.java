package io.mackerel.agent.metric;

import org.jspecify.annotations.Nullable;

/**
 * The counters of one network interface.
 *
 * @param receivedBytes null when the source does not tell
 * @param transmittedBytes null when the source does not tell
 */
public record InterfaceSample(
        InterfaceName name,
        @Nullable Reading receivedBytes,
        @Nullable Reading transmittedBytes) {}
