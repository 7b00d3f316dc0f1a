package io.mackerel.agent;

import sun.misc.Signal;

/**
 * Takes the signals over from the JVM and from Quarkus, which would end the program at once and with other exit
 * statuses: SIGTERM and SIGINT ask the agent to end, a second one ends it on the spot.
 */
public final class Signals {
    private Signals() {}

    /** For the moment before there is anything to end. */
    public static void endAtOnce() {
        LastResort nothingElse = new LastResort();
        on("TERM", () -> nothingElse.halt(ExitStatus.DONE));
        on("INT", () -> nothingElse.halt(ExitStatus.DONE));
    }

    /**
     * @param hangUp what SIGHUP does
     */
    public static void handOver(StopSignal stop, LastResort lastResort, Runnable hangUp) {
        on("TERM", () -> endOrHalt(stop, lastResort));
        on("INT", () -> endOrHalt(stop, lastResort));
        on("HUP", hangUp);
    }

    /** For a command that does its work and ends: a closed terminal (SIGHUP) asks to end, too. */
    public static void handOver(StopSignal stop) {
        handOver(stop, new LastResort(), stop::request);
    }

    /** As that, but a second signal changes nothing: for a way out that is short and must be gone. */
    public static void handOverForGood(StopSignal stop) {
        on("TERM", stop::request);
        on("INT", stop::request);
        on("HUP", stop::request);
    }

    private static void endOrHalt(StopSignal stop, LastResort lastResort) {
        if (stop.isRequested()) {
            lastResort.halt(ExitStatus.DONE);
        }
        stop.request();
    }

    /** The compiler warns of this class of the JDK, but there is no other to handle signals with. */
    private static void on(String name, Runnable reaction) {
        Signal.handle(new Signal(name), _ -> reaction.run());
    }
}
