package io.mackerel.agent.mackerel;

/** What came of retiring the host. The reasons are fit for a person and hold no secret. */
public sealed interface RetirementOutcome {
    /** It is retired, or was gone already. */
    record Retired() implements RetirementOutcome {}

    record TryLater(String reason) implements RetirementOutcome {}

    /** The service will not do it, however often it is asked. */
    record Refused(String reason) implements RetirementOutcome {}
}
