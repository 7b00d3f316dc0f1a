package io.mackerel.agent.doctor;

/** How good or bad a finding is; the worst stands last. */
public enum Outcome {
    OK,
    /** Good to know; nothing need be done. */
    NOTE,
    /** The agent would run, but less well than it could. */
    PROBLEM,
    /** The agent could not run, or could not deliver anything. */
    FATAL;

    Outcome worse(Outcome other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
