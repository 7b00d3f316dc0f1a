package io.mackerel.agent.host;

import org.jspecify.annotations.Nullable;

/**
 * One processor of the machine in the words of {@code /proc/cpuinfo}; null is what the architecture does not tell.
 *
 * @param cores cores of the physical package that this processor belongs to
 */
public record Cpu(
        @Nullable String vendorId,
        @Nullable String model,
        @Nullable String modelName,
        @Nullable String family,
        @Nullable String stepping,
        @Nullable String physicalId,
        @Nullable String coreId,
        @Nullable String cores,
        @Nullable String cacheSize,
        @Nullable String mhz) {}
