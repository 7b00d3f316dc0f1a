package io.mackerel.agent;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Ends the process on the spot, and with it what must not outlive it. Safe for use by several threads. */
public final class LastResort {
    private final List<Runnable> before = new CopyOnWriteArrayList<>();

    /**
     * @param deed is done before the process ends; must be quick
     */
    void before(Runnable deed) {
        before.add(deed);
    }

    /** Never returns. */
    void halt(ExitStatus status) {
        try {
            before.forEach(Runnable::run);
        } finally {
            Runtime.getRuntime().halt(status.code());
        }
    }
}
