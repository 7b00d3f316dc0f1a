package io.mackerel.agent.metric;

/** The name of a container as one part of a metric name: sanitized on construction. */
public record ContainerName(String value) {
    /**
     * @throws IllegalArgumentException when {@code value} is empty
     */
    public ContainerName {
        value = Sanitized.part(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
