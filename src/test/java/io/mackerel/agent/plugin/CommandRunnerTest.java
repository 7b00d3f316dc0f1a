package io.mackerel.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mackerel.agent.config.CommandConfig;
import io.mackerel.agent.plugin.CommandOutcome.Exited;
import io.mackerel.agent.plugin.CommandOutcome.NotStarted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandRunnerTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Programs programs;
    private CommandRunner runner;

    @BeforeEach
    void begin() {
        programs = new Programs(folder);
        runner = Runners.runner(RunRules.DEFAULT);
    }

    @AfterEach
    void end() {
        runner.killAll();
    }

    @Test
    void whatACommandPrintsAndItsExitStatusAreTheOutcome() throws InterruptedException {
        // Given
        CommandConfig command = programs.shell("echo out; echo err >&2; exit 3");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new Exited(3, "out\n", false, "err\n"));
    }

    @Test
    void aCommandKilledBySomebodyHasTheStatusThatAShellWouldGive() throws InterruptedException {
        // Given
        CommandConfig command = programs.shell("kill -KILL $$");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new Exited(137, "", false, ""));
    }

    @Test
    void thereIsNothingToRead() throws InterruptedException {
        // Given
        CommandConfig command = programs.shell("cat; echo done");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new Exited(0, "done\n", false, ""));
    }

    @Test
    void theEnvironmentIsTheAgentsAndTheCommandsAndWhatIsAdded() throws InterruptedException {
        // Given
        CommandConfig command =
                programs.shell("echo \"$PATH $OWN $BOTH $EXTRA\"", Map.of("OWN", "own", "BOTH", "first"));

        // When
        CommandOutcome outcome = runner.run(command, Map.of("BOTH", "second", "EXTRA", "extra"), TIMEOUT);

        // Then
        String expected = System.getenv("PATH") + " own second extra\n";
        assertThat(outcome).isEqualTo(new Exited(0, expected, false, ""));
    }

    @Test
    void argumentsArePassedAsTheyAre() throws InterruptedException {
        // Given
        CommandConfig command =
                new CommandConfig(List.of("printf", "[%s]", "two words", "$HOME", "", "日本"), null, Map.of());

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new Exited(0, "[two words][$HOME][][日本]", false, ""));
    }

    @Test
    void whatIsNotUtf8IsReplaced() throws InterruptedException {
        // Given
        CommandConfig command = programs.shell("printf 'a\\377b'");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new Exited(0, "a\uFFFDb", false, ""));
    }

    @Test
    void anotherUserIsLeftToSudo() throws Exception {
        // Given
        Path sudo = folder.resolve("sudo");
        Files.writeString(sudo, "#!/bin/sh\nprintf '%s ' \"$@\"\nshift 3\nexec \"$@\"\n");
        sudo.toFile().setExecutable(true);
        runner = Runners.runner(RunRules.DEFAULT.withSudo(sudo.toString()));
        CommandConfig command = new CommandConfig(List.of("echo", "hello"), "bob", Map.of());

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new Exited(0, "-E -u bob echo hello hello\n", false, ""));
    }

    @Test
    void aProgramThatIsNotThereIsNamed() throws InterruptedException {
        // Given
        CommandConfig command = new CommandConfig(List.of("/nowhere/plugin", "s3cret-argument"), null, Map.of());

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new NotStarted("cannot run /nowhere/plugin: No such file or directory"));
    }

    @Test
    void aFileThatIsNoProgramIsNamed() throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("plugin.txt"), "no program");
        CommandConfig command = new CommandConfig(List.of(file.toString()), null, Map.of());

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new NotStarted("cannot run " + file + ": Permission denied"));
    }

    @Test
    void aValueThatNoEnvironmentCanHoldIsNotToldOf() throws InterruptedException {
        // Given
        CommandConfig command = programs.shell("true", Map.of("TOKEN", "s3cret\0value"));

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome)
                .isEqualTo(new NotStarted("cannot run /bin/sh: a name or a value of its env has a character"
                        + " that no environment can hold"));
    }

    @Test
    void anArgumentThatNoProgramCanGetIsNotToldOf() throws InterruptedException {
        // Given
        CommandConfig command = new CommandConfig(List.of("echo", "s3cret\0argument"), null, Map.of());

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new NotStarted("cannot run echo: not a command that can be started"));
    }

    @Test
    void anEnvironmentThatIsTooLargeIsAReason() throws InterruptedException {
        // Given
        CommandConfig command = programs.shell("true", Map.of("LARGE", "x".repeat(200_000)));

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome).isEqualTo(new NotStarted("cannot run /bin/sh: Argument list too long"));
    }

    @Test
    void outcomesPrintWithoutWhatTheCommandPrinted() throws InterruptedException {
        // Given
        CommandConfig command = programs.shell("echo s3cret; echo s3cret >&2");

        // When
        CommandOutcome outcome = run(command);

        // Then
        assertThat(outcome.toString()).isEqualTo("Exited[status=0]");
    }

    @Test
    void anInterruptEndsTheCommandAndAllItStarted() throws Exception {
        // Given
        CommandConfig command = programs.shell("sleep 300 & echo $! > $DIR/child; echo $$ > $DIR/parent; wait");
        Throwable[] caught = new Throwable[1];
        Thread caller = Thread.ofPlatform().start(() -> caught[0] = catchThrowable(() -> run(command)));
        long child = programs.pid("child");
        long parent = programs.pid("parent");

        // When
        caller.interrupt();

        // Then
        caller.join();
        assertThat(caught[0]).isInstanceOf(InterruptedException.class);
        Programs.awaitEnd(child);
        Programs.awaitEnd(parent);
    }

    private CommandOutcome run(CommandConfig command) throws InterruptedException {
        return runner.run(command, Map.of(), TIMEOUT);
    }
}
