package io.mackerel.agent.plugin;

/** How a command ended. Outcomes print without what the command printed, which may hold secrets. */
public sealed interface CommandOutcome {
    /**
     * @param status 128 and the signal's number when a signal ended it
     * @param output at most 1 MiB of it
     * @param cut whether there was more output
     * @param errors what it printed to standard error, at most 1 MiB of it
     */
    record Exited(int status, String output, boolean cut, String errors) implements CommandOutcome {
        @Override
        public String toString() {
            return "Exited[status=" + status + "]";
        }
    }

    /** It was ended, or at least asked to, when its time was up. */
    record TimedOut(String output, String errors) implements CommandOutcome {
        @Override
        public String toString() {
            return "TimedOut[]";
        }
    }

    /** It was ended because it did not stop to print. */
    record Flooded(String errors) implements CommandOutcome {
        @Override
        public String toString() {
            return "Flooded[]";
        }
    }

    /**
     * @param reason names the program
     */
    record NotStarted(String reason) implements CommandOutcome {}

    /** The agent ended it, or did not begin it: the agent ends, or the plugin is no longer wanted. */
    record Ended() implements CommandOutcome {}
}
