package io.mackerel.agent.metric;

/** How a counter moved. One that went back started again from zero: it cannot become a spike. */
public sealed interface Delta {
    /** The counter grew by {@code amount}, 0 included. */
    record Increase(long amount) implements Delta {}

    /** The counter is smaller than before: what it counts was restarted. */
    record Reset() implements Delta {}

    static Delta between(Reading previous, Reading current) {
        return current.value() < previous.value() ? new Reset() : new Increase(current.value() - previous.value());
    }
}
