package io.mackerel.agent.plugin;

/** What one try of a readiness probe found. */
public sealed interface ProbeOutcome {
    record Passed() implements ProbeOutcome {}

    /**
     * @param reason for a person, one line without secrets
     */
    record Failed(String reason) implements ProbeOutcome {}
}
