package io.mackerel.agent.plugin;

import java.util.UUID;
import org.jboss.logging.Logger;

/** Runners of commands with short times. */
final class Runners {
    static final String LOG = "test.runner";

    private Runners() {}

    static CommandRunner runner(RunRules rules) {
        return runner(rules, ProcessSignals.REAL);
    }

    static CommandRunner runner(RunRules rules, ProcessSignals signals) {
        return new CommandRunner(
                Programs.PROC,
                System::nanoTime,
                UUID.randomUUID().toString(),
                rules,
                new Reach(Logger.getLogger(LOG), signals));
    }
}
