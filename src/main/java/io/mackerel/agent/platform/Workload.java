package io.mackerel.agent.platform;

import io.mackerel.agent.host.Cloud;
import io.mackerel.agent.host.CustomIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * The task or pod as a host.
 *
 * @param customIdentifier null where the platform has no identities
 * @param cloud null where there is none to tell of
 */
public record Workload(
        String hostName,
        @Nullable CustomIdentifier customIdentifier,
        @Nullable Cloud cloud) {
    /** What tells this workload from others: its custom identifier, else its name. */
    public String identity() {
        return customIdentifier == null ? hostName : customIdentifier.value();
    }
}
