package io.mackerel.agent.doctor;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about one thing.
 *
 * @param text may have further lines, as a table has
 * @param advice what to do, for a person; further lines are something to copy. Null when there is nothing to do, or the
 *     text says it
 */
public record Finding(
        String subject,
        Outcome outcome,
        String text,
        @Nullable String advice) {
    public Finding {
        if (subject.isBlank() || text.isBlank()) {
            throw new IllegalArgumentException("a finding about nothing");
        }
    }

    static Finding ok(String subject, String text) {
        return new Finding(subject, Outcome.OK, text, null);
    }

    static Finding note(String subject, String text) {
        return new Finding(subject, Outcome.NOTE, text, null);
    }

    /** The rest depends on something that failed. */
    public static Finding notChecked(String subject, String reason) {
        return note(subject, "not checked: " + reason);
    }

    static Finding problem(String subject, String text, @Nullable String advice) {
        return new Finding(subject, Outcome.PROBLEM, text, advice);
    }

    static Finding fatal(String subject, String text, @Nullable String advice) {
        return new Finding(subject, Outcome.FATAL, text, advice);
    }

    Finding masked(UnaryOperator<String> masking) {
        return new Finding(
                masking.apply(subject), outcome, masking.apply(text), advice == null ? null : masking.apply(advice));
    }
}
