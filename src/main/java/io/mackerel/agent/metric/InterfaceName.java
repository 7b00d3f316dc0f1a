package io.mackerel.agent.metric;

/** The name of a network interface as one part of a metric name: sanitized on construction. */
public record InterfaceName(String value) {
    /**
     * @throws IllegalArgumentException when {@code value} is empty
     */
    public InterfaceName {
        value = Sanitized.part(value);
    }

    /** An interface that belongs to one container alone, as on a Docker bridge. */
    public static InterfaceName of(ContainerName container, String name) {
        return new InterfaceName(container.value() + "-" + name);
    }

    @Override
    public String toString() {
        return value;
    }
}
