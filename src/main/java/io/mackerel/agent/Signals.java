package io.mackerel.agent;

import org.jboss.logging.Logger;
import sun.misc.Signal;

/**
 * Takes the signals over from the JVM and from Quarkus, which would end the program at once and with other exit
 * statuses: SIGTERM and SIGINT ask the agent to end, a second one ends it on the spot.
 */
public final class Signals {
    private static final Logger LOG = Logger.getLogger(Signals.class);

    private Signals() {}

    /** For the moment before there is anything to end. */
    public static void endAtOnce() {
        on("TERM", Signals::halt);
        on("INT", Signals::halt);
    }

    public static void handOver(StopSignal stop) {
        on("TERM", () -> endOrHalt(stop));
        on("INT", () -> endOrHalt(stop));
        on("HUP", () -> LOG.warn("SIGHUP ignored: this version of the agent does not reload its configuration"));
    }

    /**
     * As {@link #handOver}, but a second signal changes nothing: for a way out that is short and must be gone. A closed
     * terminal (SIGHUP) asks to end, too.
     */
    public static void handOverForGood(StopSignal stop) {
        on("TERM", stop::request);
        on("INT", stop::request);
        on("HUP", stop::request);
    }

    private static void endOrHalt(StopSignal stop) {
        if (stop.isRequested()) {
            halt();
        }
        stop.request();
    }

    private static void halt() {
        Runtime.getRuntime().halt(ExitStatus.DONE.code());
    }

    /** The compiler warns of this class of the JDK, but there is no other to handle signals with. */
    private static void on(String name, Runnable reaction) {
        Signal.handle(new Signal(name), _ -> reaction.run());
    }
}
