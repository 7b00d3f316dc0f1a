package io.mackerel.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.config.CommandConfig;
import io.mackerel.agent.plugin.CommandOutcome.Exited;
import io.mackerel.agent.plugin.CommandOutcome.TimedOut;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who ends when a command's time is up. */
class CommandEndTest {
    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration KILL_AFTER = Duration.ofMillis(300);
    private static final String DAEMON = "import os, sys, time\n"
            + "def daemon():\n"
            + "    if os.fork(): os._exit(0)\n"
            + "    os.setsid()\n"
            + "    if os.fork(): os._exit(0)\n"
            + "    null = os.open('/dev/null', os.O_RDWR)\n"
            + "    for fd in (0, 1, 2): os.dup2(null, fd)\n"
            + "    with open(sys.argv[1] + '/daemon', 'w') as f: f.write(str(os.getpid()) + '\\n')\n"
            + "    time.sleep(300)\n";

    @TempDir
    private Path folder;

    private Programs programs;
    private CommandRunner runner;

    @BeforeEach
    void begin() {
        programs = new Programs(folder);
        runner = Runners.runner(RunRules.DEFAULT.withKillAfter(KILL_AFTER));
    }

    @AfterEach
    void end() {
        runner.killAll();
    }

    @Test
    void aCommandThatTakesTooLongIsAskedToEnd() throws Exception {
        // Given
        CommandConfig command =
                programs.shell("trap 'echo asked; echo why >&2; exit 0' TERM; echo before; sleep 300 & wait");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new TimedOut("before\nasked\n", "why\n"));
    }

    @Test
    void whatACommandCleansUpWithIsNotDisturbed() throws Exception {
        // Given
        runner = Runners.runner(RunRules.DEFAULT);
        CommandConfig command =
                programs.shell("trap 'sleep 0.5 && echo clean; exit 0' TERM; while :; do sleep 0.1; done");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        TimedOut.class, it -> assertThat(it.output()).isEqualTo("clean\n"));
    }

    @Test
    void aCommandThatIgnoresBeingAskedIsKilled() throws Exception {
        // Given
        CommandConfig command = programs.shell("trap '' TERM; echo $$ > $DIR/self; while :; do sleep 1; done");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new TimedOut("", ""));
        Programs.awaitEnd(programs.pid("self"));
    }

    @Test
    void grandchildrenThatIgnoreBeingAskedAreKilled() throws Exception {
        // Given
        CommandConfig command = programs.shell("sh -c 'trap \"\" TERM; sh -c \"echo \\$\\$ > $0/grandchild;"
                + " while :; do sleep 1; done\"' $DIR & wait");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new TimedOut("", ""));
        Programs.awaitEnd(programs.pid("grandchild"));
    }

    @Test
    void aDaemonThatLeftTheTreeIsEndedWithItsCommand() throws Exception {
        // Given
        CommandConfig command = programs.python(DAEMON + "if os.fork() == 0: daemon()\ntime.sleep(300)\n");

        // When
        CommandOutcome outcome = run(command, Duration.ofSeconds(3));

        // Then
        assertThat(outcome).isInstanceOf(TimedOut.class);
        Programs.awaitEnd(programs.pid("daemon"));
    }

    @Test
    void aDaemonThatItsCommandLeftBehindIsEndedWhenTheTimeIsUp() throws Exception {
        // Given
        CommandConfig command = programs.python(DAEMON + "if os.fork() == 0: daemon()\nos.wait()\n");

        // When
        CommandOutcome outcome = run(command, Duration.ofSeconds(5));

        // Then
        assertThat(outcome).isEqualTo(new Exited(0, "", false, ""));
        Programs.awaitEnd(programs.pid("daemon"));
    }

    @Test
    void whatHoldsTheOutputOpenAndIgnoresBeingAskedIsKilledWhenTheTimeIsUp() throws Exception {
        // Given
        CommandConfig command = programs.shell(
                "(trap '' TERM; sh -c 'echo $PPID' > $DIR/child; while :; do sleep 0.1; done) & echo done");

        // When
        CommandOutcome outcome = run(command, Duration.ofSeconds(2));

        // Then
        assertThat(outcome).isEqualTo(new Exited(0, "done\n", false, ""));
        Programs.awaitEnd(programs.pid("child"));
    }

    @Test
    void aChildWithoutTheMarkIsFoundByItsAncestors() throws Exception {
        // Given
        CommandConfig command =
                programs.shell("env -i sh -c 'trap \"\" TERM; echo $$ > $0/child; while :; do sleep 1; done' $DIR");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isInstanceOf(TimedOut.class);
        Programs.awaitEnd(programs.pid("child"));
    }

    @Test
    void aCommandThatKeepsStartingOthersIsEnded() throws Exception {
        // Given
        CommandConfig command = programs.shell(
                "trap '' TERM; echo $$ > $DIR/self;"
                        + " while :; do setsid sh -c 'trap \"\" TERM; echo $$ >> $0/all; exec sleep 300' $DIR & sleep 0.05; done");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new TimedOut("", ""));
        Programs.awaitEnd(programs.pid("self"));
        List<String> started = Files.readAllLines(folder.resolve("all"));
        assertThat(started).hasSizeGreaterThan(1);
        for (String pid : started) {
            Programs.awaitEnd(Long.parseLong(pid));
        }
    }

    @Test
    void otherProcessesAreLeftAlone() throws Exception {
        // Given
        Process bystander = new ProcessBuilder("sleep", "300").start();
        CommandRunner another = Runners.runner(RunRules.DEFAULT);
        another.run(programs.shell("sleep 300 & echo $! > $DIR/others"), Map.of(), Duration.ofMinutes(5));

        // When
        run(programs.shell("trap '' TERM; sleep 300 & while :; do sleep 1; done"));
        runner.killAll();

        // Then
        assertThat(bystander.isAlive()).isTrue();
        assertThat(Programs.lives(programs.pid("others"))).isTrue();
        bystander.destroyForcibly();
        another.killAll();
        Programs.awaitEnd(programs.pid("others"));
    }

    @Test
    void aCommandOutOfReachIsGivenUpAndToldOfOnce() throws Exception {
        // Given
        runner = Runners.runner(RunRules.DEFAULT.withKillAfter(KILL_AFTER), new OutOfReach());
        CommandConfig command = programs.shell("echo $$ >> $DIR/selves; exec sleep 300");

        // When
        List<CommandOutcome> outcomes;
        List<String> lines;
        try (LogLines log = new LogLines(Runners.LOG)) {
            outcomes = List.of(run(command), run(command));
            lines = log.lines();
        }

        // Then
        assertThat(outcomes).containsExactly(new TimedOut("", ""), new TimedOut("", ""));
        assertThat(lines)
                .containsExactly("a process of a plugin runs as another user and cannot be ended by this agent");
        Files.readAllLines(folder.resolve("selves")).forEach(pid -> Programs.kill(Long.parseLong(pid)));
    }

    @Test
    void runsThatLeaveNothingBehindAreForgottenAtOnce() throws Exception {
        // Given
        AtomicInteger signals = new AtomicInteger();
        runner = Runners.runner(RunRules.DEFAULT, new Counting(signals));
        for (int i = 0; i < 5; i++) {
            run(programs.shell("true"));
        }

        // When
        runner.endAll(SOON);

        // Then
        assertThat(signals).hasValue(0);
    }

    private CommandOutcome run(CommandConfig command) throws InterruptedException {
        return run(command, SOON);
    }

    private CommandOutcome run(CommandConfig command, Duration timeout) throws InterruptedException {
        return runner.run(command, Map.of(), timeout);
    }

    private record Counting(AtomicInteger signals) implements ProcessSignals {
        @Override
        public boolean terminate(ProcessHandle process) {
            signals.incrementAndGet();
            return REAL.terminate(process);
        }

        @Override
        public boolean kill(ProcessHandle process) {
            signals.incrementAndGet();
            return REAL.kill(process);
        }
    }

    private static final class OutOfReach implements ProcessSignals {
        @Override
        public boolean terminate(ProcessHandle process) {
            return false;
        }

        @Override
        public boolean kill(ProcessHandle process) {
            return false;
        }
    }
}
