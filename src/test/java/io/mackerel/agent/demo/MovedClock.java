package io.mackerel.agent.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test moves by hand. */
final class MovedClock implements InstantSource {
    static final Instant START = Instant.parse("2026-03-01T12:00:00.250Z");

    private volatile Instant now = START;

    @Override
    public Instant instant() {
        return now;
    }

    void move(Duration step) {
        now = now.plus(step);
    }
}
