package io.mackerel.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

/** Clocks that move when told to. */
final class HandClock {
    private Instant wall = Instant.parse("2027-01-15T08:00:00Z");
    private long nanos = 5_000_000_000L;

    Clocks clocks() {
        InstantSource source = this::wall;
        return new Clocks(source, this::nanoTime, new Random(1));
    }

    synchronized Instant wall() {
        return wall;
    }

    synchronized long nanoTime() {
        return nanos;
    }

    synchronized void advance(Duration duration) {
        wall = wall.plus(duration);
        nanos += duration.toNanos();
    }

    /** Sets the wall clock alone. */
    synchronized void step(Duration difference) {
        wall = wall.plus(difference);
    }
}
