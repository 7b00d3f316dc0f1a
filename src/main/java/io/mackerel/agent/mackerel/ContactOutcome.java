package io.mackerel.agent.mackerel;

/** What a harmless question to Mackerel came to. Reasons are fit for a person and hold no secret. */
public sealed interface ContactOutcome {
    /** The key may read. */
    record Answered() implements ContactOutcome {}

    /** The key was refused. */
    record KeyRefused(String reason) implements ContactOutcome {}

    /** Something answers, but not as Mackerel does. */
    record NotMackerel(String reason) implements ContactOutcome {}

    /** There was no answer, or one that asks to try later. */
    record Unavailable(String reason) implements ContactOutcome {}
}
