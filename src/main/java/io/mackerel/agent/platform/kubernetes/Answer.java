package io.mackerel.agent.platform.kubernetes;

import java.util.function.Function;

/** What came of asking the kubelet or the API server. The reasons are fit for a person. */
sealed interface Answer<T> {
    record Given<T>(T value) implements Answer<T> {}

    /** 403: whoever asked has not the right to. */
    record Denied<T>(String reason) implements Answer<T> {}

    /** No answer, or none that is of use: this time. */
    record Unavailable<T>(String reason) implements Answer<T> {}

    /** Why there is no value; empty when there is one. */
    default String reason() {
        return "";
    }

    /** The same with the value that {@code reading} makes of this one's; what it throws for is unavailable. */
    default <R> Answer<R> map(Function<T, R> reading) {
        return switch (this) {
            case Given<T>(T value) -> read(value, reading);
            case Denied<T>(String reason) -> new Denied<>(reason);
            case Unavailable<T>(String reason) -> new Unavailable<>(reason);
        };
    }

    private static <T, R> Answer<R> read(T value, Function<T, R> reading) {
        try {
            return new Given<>(reading.apply(value));
        } catch (UnusableAnswerException e) {
            return new Unavailable<>(String.valueOf(e.getMessage()));
        }
    }
}
