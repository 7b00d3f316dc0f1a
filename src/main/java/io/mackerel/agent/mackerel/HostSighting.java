package io.mackerel.agent.mackerel;

import io.mackerel.agent.host.HostId;
import org.jspecify.annotations.Nullable;

/** What a look at a host told. Reasons are fit for a person and hold no secret. */
public sealed interface HostSighting {
    /**
     * It is in use.
     *
     * @param status as Mackerel calls it
     * @param customIdentifier of the workload that it belongs to; null when it has none
     */
    record Live(HostId id, String status, @Nullable String customIdentifier) implements HostSighting {}

    /** Mackerel does not know it, or it is retired. */
    record Gone(String reason) implements HostSighting {}

    /** The service will not tell, however often it is asked. */
    record Refused(String reason) implements HostSighting {}

    /** Mackerel did not tell this time. */
    record Unknown(String reason) implements HostSighting {}
}
