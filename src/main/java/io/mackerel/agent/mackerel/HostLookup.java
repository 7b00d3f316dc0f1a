package io.mackerel.agent.mackerel;

import io.mackerel.agent.host.HostId;
import io.mackerel.agent.mackerel.RegistrationOutcome.Origin;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of looking for the workload's host, before anything is written. */
public sealed interface HostLookup {
    record Found(HostId id, Origin origin) implements HostLookup {}

    /** Mackerel has no host for the workload. */
    record None() implements HostLookup {}

    /**
     * @param retryAfter how long the service asked to be left alone; null when it did not say
     */
    record TryLater(String reason, @Nullable Duration retryAfter) implements HostLookup {}

    record Refused(String reason) implements HostLookup {}
}
