package io.mackerel.agent.mackerel;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a call of the Mackerel API came to. Reasons are fit for a person and hold no secret.
 *
 * @param <T> what a successful call answers
 */
sealed interface ApiOutcome<T> {
    record Answered<T>(T body) implements ApiOutcome<T> {}

    /** 404. */
    record NotFound<T>(String reason) implements ApiOutcome<T> {}

    /** 401 or 403. */
    record Refused<T>(String reason) implements ApiOutcome<T> {}

    /** Any other 4xx: the same request will never be taken. */
    record Invalid<T>(String reason) implements ApiOutcome<T> {}

    /**
     * Network trouble, 429, 5xx, or an answer that is none of Mackerel's.
     *
     * @param retryAfter how long the service asked to be left alone; null when it did not say
     */
    record Unavailable<T>(String reason, @Nullable Duration retryAfter) implements ApiOutcome<T> {}

    /** Turns a body into something else; a body that it cannot be turned into counts as {@link Unavailable}. */
    default <R> ApiOutcome<R> map(Function<T, @Nullable R> mapping) {
        return switch (this) {
            case Answered<T>(T body) -> {
                R mapped = mapping.apply(body);
                yield mapped == null
                        ? new Unavailable<>("the service's answer lacks what was asked for", null)
                        : new Answered<>(mapped);
            }
            case NotFound<T>(String reason) -> new NotFound<>(reason);
            case Refused<T>(String reason) -> new Refused<>(reason);
            case Invalid<T>(String reason) -> new Invalid<>(reason);
            case Unavailable<T>(String reason, Duration retryAfter) -> new Unavailable<>(reason, retryAfter);
        };
    }
}
