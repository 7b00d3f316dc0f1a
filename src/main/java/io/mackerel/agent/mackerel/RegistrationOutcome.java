package io.mackerel.agent.mackerel;

import io.mackerel.agent.host.HostId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of resolving or updating the host. The reasons are fit for a person and hold no secret. */
public sealed interface RegistrationOutcome {
    record Registered(HostId id, Origin origin) implements RegistrationOutcome {}

    /**
     * @param retryAfter how long the service asked to be left alone; null when it did not say
     */
    record TryLater(String reason, @Nullable Duration retryAfter) implements RegistrationOutcome {}

    /** The service knows the request and will not have it. */
    record Refused(String reason) implements RegistrationOutcome {}

    /** How a host was come by. */
    enum Origin {
        STORED_ID,
        CUSTOM_IDENTIFIER,
        CREATED
    }
}
