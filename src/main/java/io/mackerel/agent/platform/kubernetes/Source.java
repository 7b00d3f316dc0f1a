package io.mackerel.agent.platform.kubernetes;

import java.util.function.Supplier;

/**
 * One way to read something.
 *
 * @param standing how much a failure at the start counts
 */
record Source<T>(Origin origin, Standing standing, Supplier<Answer<T>> question) {
    enum Standing {
        /** The user named it: it is never given up. */
        INSISTED,
        /** Given up when it denies. */
        USUAL,
        /** Nobody said that it is there: given up also when it does not answer. */
        GUESSED
    }

    boolean isGivenUpAfter(Answer<T> answer) {
        return switch (answer) {
            case Answer.Given<T> _ -> false;
            case Answer.Denied<T> _ -> standing != Standing.INSISTED;
            case Answer.Unavailable<T> _ -> standing == Standing.GUESSED;
        };
    }
}
