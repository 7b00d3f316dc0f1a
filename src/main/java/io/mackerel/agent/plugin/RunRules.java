package io.mackerel.agent.plugin;

import java.time.Duration;

/**
 * What a command may take.
 *
 * @param killAfter from being asked to end to being made to
 * @param outputGrace how long output is waited for that others hold open when the command has exited
 * @param cut bytes kept of the output, and of the standard error
 * @param flood bytes of both together that end the command
 * @param sudo the program that changes the user
 */
record RunRules(Duration killAfter, Duration outputGrace, int cut, long flood, String sudo) {
    static final RunRules DEFAULT =
            new RunRules(Duration.ofSeconds(10), Duration.ofMillis(500), 1 << 20, 256L << 20, "sudo");

    RunRules withKillAfter(Duration duration) {
        return new RunRules(duration, outputGrace, cut, flood, sudo);
    }

    RunRules withFlood(long bytes) {
        return new RunRules(killAfter, outputGrace, cut, bytes, sudo);
    }

    RunRules withSudo(String program) {
        return new RunRules(killAfter, outputGrace, cut, flood, program);
    }
}
