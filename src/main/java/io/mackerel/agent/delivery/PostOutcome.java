package io.mackerel.agent.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of posting a batch. The reasons are fit for a person and hold no secret. */
public sealed interface PostOutcome {
    record Accepted() implements PostOutcome {}

    /**
     * The service could not be reached, is overloaded or failed.
     *
     * @param retryAfter how long it asked to be left alone; null when it did not say
     */
    record RetryLater(String reason, @Nullable Duration retryAfter) implements PostOutcome {}

    /** The API key was refused. */
    record Refused(String reason) implements PostOutcome {}

    /** The service will never take this batch. */
    record Rejected(String reason) implements PostOutcome {}

    /** The service does not know the host any more. */
    record HostGone(String reason) implements PostOutcome {}
}
