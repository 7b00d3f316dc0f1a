package io.mackerel.agent.plugin;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Signals processes, and says once when one of them is out of reach. Safe for use by several threads. */
final class Reach {
    private final Logger log;
    private final ProcessSignals signals;
    private final AtomicBoolean isSaid = new AtomicBoolean();

    Reach(Logger log, ProcessSignals signals) {
        this.log = log;
        this.signals = signals;
    }

    /**
     * @return whether the process was asked to end, or has ended
     */
    boolean terminate(ProcessHandle process) {
        return signal(signals::terminate, process);
    }

    /**
     * @return whether the process was made to end, or has ended
     */
    boolean kill(ProcessHandle process) {
        return signal(signals::kill, process);
    }

    private boolean signal(Predicate<ProcessHandle> signal, ProcessHandle process) {
        if (signal.test(process) || !process.isAlive()) {
            return true;
        }
        if (isSaid.compareAndSet(false, true)) {
            log.warn("a process of a plugin runs as another user and cannot be ended by this agent");
        }
        return false;
    }
}
