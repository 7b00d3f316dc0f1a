package io.mackerel.agent.plugin;

/** How long to wait before looking again: short at first, longer while nothing happens. */
final class Pauses {
    private final long longestMillis;
    private long millis = 1;

    Pauses(long longestMillis) {
        this.longestMillis = longestMillis;
    }

    void restart() {
        millis = 1;
    }

    long nextMillis() {
        long next = millis;
        millis = Math.min(longestMillis, millis * 2);
        return next;
    }
}
