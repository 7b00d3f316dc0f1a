package io.mackerel.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.config.CommandConfig;
import io.mackerel.agent.plugin.CommandOutcome.Exited;
import io.mackerel.agent.plugin.CommandOutcome.Flooded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands print, and what others print in their place. */
class CommandOutputTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MEBIBYTE = 1_048_576;

    @TempDir
    private Path folder;

    private Programs programs;
    private CommandRunner runner;

    @BeforeEach
    void begin() {
        programs = new Programs(folder);
        runner = Runners.runner(RunRules.DEFAULT.withKillAfter(Duration.ofMillis(300)));
    }

    @AfterEach
    void end() {
        runner.killAll();
    }

    @Test
    void aHundredMegabytesAreReadAndOneIsKept() throws InterruptedException {
        // Given
        CommandConfig command = programs.shell("head -c 100000000 /dev/zero | tr '\\0' x; echo end >&2");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new Exited(0, "x".repeat(MEBIBYTE), true, "end\n"));
    }

    @Test
    void outputOfExactlyOneMebibyteIsWhole() throws InterruptedException {
        // Given
        CommandConfig command = programs.shell("head -c 1048576 /dev/zero | tr '\\0' x");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new Exited(0, "x".repeat(MEBIBYTE), false, ""));
    }

    @Test
    void standardErrorIsCutAfterAWholeLine() throws InterruptedException {
        // Given
        CommandConfig command = programs.shell("yes 123456 | head -c 3000000 >&2");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Exited.class,
                        exited -> assertThat(exited.errors())
                                .hasSizeBetween(MEBIBYTE - 8, MEBIBYTE)
                                .endsWith("\n123456"));
    }

    @Test
    void bothOutputsAreReadAtTheSameTime() throws Exception {
        // Given
        CommandConfig command = programs.python("""
                import sys
                for i in range(300):
                    sys.stderr.write('e' * 10000)
                    sys.stdout.write('o' * 10000)
                    sys.stdout.flush()
                """);

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new Exited(0, "o".repeat(MEBIBYTE), true, "e".repeat(MEBIBYTE)));
    }

    @Test
    void aFloodWithoutEndEndsTheCommand() throws Exception {
        // Given
        runner = Runners.runner(
                RunRules.DEFAULT.withKillAfter(Duration.ofMillis(300)).withFlood(5_000_000));
        CommandConfig command = programs.shell("trap '' TERM; echo why >&2; echo $$ > $DIR/self; exec yes");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new Flooded("why\n"));
        Programs.awaitEnd(programs.pid("self"));
    }

    @Test
    void aChildThatHoldsTheOutputOpenDelaysTheOutcomeByHalfASecondOnly() throws Exception {
        // Given
        CommandConfig command = programs.shell("echo before; sleep 300 & echo $! > $DIR/child");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new Exited(0, "before\n", false, ""));
        assertThat(Programs.lives(programs.pid("child"))).isTrue();
    }

    @Test
    void whatAChildPrintsSoonAfterTheCommandIsTaken() throws InterruptedException {
        // Given
        CommandConfig command = programs.shell("echo first; (sleep 0.1; echo second) &");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new Exited(0, "first\nsecond\n", false, ""));
    }

    @Test
    void aChildThatFloodsAfterTheCommandsEndFillsNoMemory() throws Exception {
        // Given
        CommandConfig command = programs.shell("yes & echo $! > $DIR/child");
        long before = usedMemory();

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Exited.class,
                        exited ->
                                assertThat(exited.output()).startsWith("y\ny\n").hasSizeLessThanOrEqualTo(MEBIBYTE));
        Programs.awaitEnd(programs.pid("child"));
        assertThat(usedMemory() - before).isLessThan(32L * MEBIBYTE);
    }

    @Test
    void programsThatUseLargerPipesAreReadToTheirEnd() throws Exception {
        // Given
        CommandConfig command = programs.python("""
                import fcntl, os
                fcntl.fcntl(1, 1031, 1048576)
                os.write(1, b'z' * 1000000)
                """);

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new Exited(0, "z".repeat(1_000_000), false, ""));
    }

    @Test
    void aDaemonThatClosedItsOutputIsLeftAlone() throws Exception {
        // Given
        CommandConfig command =
                programs.shell("setsid sh -c 'setsid sh -c \"echo \\$\\$ > $0/daemon; exec sleep 300\" &' \"$DIR\""
                        + " >/dev/null 2>&1 </dev/null; echo done");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new Exited(0, "done\n", false, ""));
        assertThat(Programs.lives(programs.pid("daemon"))).isTrue();
        assertThat(Files.readString(folder.resolve("daemon"))).isNotBlank();
    }

    private CommandOutcome run(CommandConfig command) throws InterruptedException {
        return runner.run(command, Map.of(), TIMEOUT);
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
