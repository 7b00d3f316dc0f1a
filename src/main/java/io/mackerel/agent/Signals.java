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
        Signal.handle(new Signal("TERM"), signal -> halt());
        Signal.handle(new Signal("INT"), signal -> halt());
    }

    public static void handOver(StopSignal stop) {
        Signal.handle(new Signal("TERM"), signal -> end(stop));
        Signal.handle(new Signal("INT"), signal -> end(stop));
        Signal.handle(
                new Signal("HUP"),
                signal -> LOG.warn("SIGHUP ignored: this version of the agent does not reload its configuration"));
    }

    private static void end(StopSignal stop) {
        if (stop.isRequested()) {
            halt();
        }
        stop.request();
    }

    private static void halt() {
        Runtime.getRuntime().halt(ExitStatus.DONE.code());
    }
}
