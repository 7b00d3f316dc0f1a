package io.mackerel.agent.metric;

/**
 * One figure as the source gave it, a counter or a level, with the time at which it was taken.
 *
 * @param value 0 to 2^63-1, in the unit of the series
 */
public record Reading(long value, SampleTime at) {
    public Reading {
        if (value < 0) {
            throw new IllegalArgumentException("a reading must not be negative: " + value);
        }
    }
}
