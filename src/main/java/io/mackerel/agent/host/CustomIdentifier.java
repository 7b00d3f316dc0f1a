package io.mackerel.agent.host;

/** The identity of a workload in Mackerel: unique in an organization, the same after a restart of the agent. */
public record CustomIdentifier(String value) {
    public CustomIdentifier {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a custom identifier must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
