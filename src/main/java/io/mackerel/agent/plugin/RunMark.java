package io.mackerel.agent.plugin;

import java.util.function.Predicate;

/** What the environment of all that a run starts has in it, wherever it moves in the tree of processes. */
record RunMark(String marker, long run) {
    static final String VARIABLE = "MACKEREL_AGENT_PLUGIN_RUN";

    String value() {
        return marker + "." + run;
    }

    Predicate<String> ofThisRun() {
        String entry = entry(value()) + "\0";
        return environment -> ("\0" + environment).contains(entry);
    }

    /**
     * @return whether an environment has the mark of any run
     */
    static Predicate<String> ofAnyRun(String marker) {
        String entry = entry(marker + ".");
        return environment -> ("\0" + environment).contains(entry);
    }

    private static String entry(String value) {
        return "\0" + VARIABLE + "=" + value;
    }
}
