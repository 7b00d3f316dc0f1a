package io.mackerel.agent;

import java.time.InstantSource;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What the agent knows of time and chance.
 *
 * @param wall stamps values
 * @param nanoTime measures durations: monotonic, with an origin of its own
 * @param random safe for use by several threads
 */
public record Clocks(InstantSource wall, LongSupplier nanoTime, RandomGenerator random) {
    public static Clocks system() {
        return new Clocks(InstantSource.system(), System::nanoTime, new Random());
    }
}
