package io.mackerel.agent;

import java.time.Duration;

/** Runs work again and again. A run never overlaps the one before, and a failure never ends the series. */
interface Jobs {
    /**
     * @param name tells it from other jobs; one of that name must not be there
     * @param first how long until the first run
     * @param interval at least a second
     */
    void every(String name, Duration first, Duration interval, Runnable work);

    /** No run begins any more; one that is under way ends in its own time. */
    void cancel(String name);

    void cancelAll();
}
