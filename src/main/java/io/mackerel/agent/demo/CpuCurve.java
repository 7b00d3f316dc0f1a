package io.mackerel.agent.demo;

import java.util.random.RandomGenerator;

/**
 * How much CPU a container wants: a slow wave, now and then a burst, and noise. All levels are in cores.
 *
 * @param burstChance the chance, in each second without a burst, that one begins
 */
record CpuCurve(
        double base,
        double wave,
        double periodSeconds,
        double phase,
        double burst,
        double burstChance,
        int burstSeconds,
        double noise) {
    private static final double LEAST = 0.002;

    /** The smooth part at {@code second}, in cores, never negative. */
    double waveAt(long second) {
        return Math.max(LEAST, base + wave * Math.sin(2 * Math.PI * second / periodSeconds + phase));
    }

    /** What is wanted in one second, in cores. */
    double demand(long second, boolean bursting, RandomGenerator random) {
        double level = waveAt(second) + (bursting ? burst : 0);
        return Math.max(LEAST, level + noise * random.nextGaussian());
    }
}
