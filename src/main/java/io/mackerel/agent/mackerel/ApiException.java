package io.mackerel.agent.mackerel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The API answered with something else than success. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable Duration retryAfter;

    /**
     * @param message what the answer says of itself; empty when it says nothing
     */
    ApiException(int status, String message, @Nullable Duration retryAfter) {
        super(message);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
