package io.mackerel.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.config.CommandConfig;
import io.mackerel.agent.plugin.CommandOutcome.Ended;
import io.mackerel.agent.plugin.CommandOutcome.Exited;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No orphan is left when the agent ends. */
class CommandShutdownTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration GRACE = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
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
        callers.shutdownNow();
    }

    @Test
    void allThatRunsIsAskedAtOnce() throws Exception {
        // Given
        List<Future<CommandOutcome>> runs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            runs.add(start("trap 'sleep 0.2; echo asked > $DIR/asked" + i + "; exit 0' TERM; echo $$ > $DIR/self" + i
                    + "; while :; do sleep 0.1; done"));
            programs.pid("self" + i);
        }

        // When
        runner.endAll(Duration.ofSeconds(20));

        // Then
        for (int i = 0; i < runs.size(); i++) {
            assertThat(Programs.lives(programs.pid("self" + i))).isFalse();
            assertThat(folder.resolve("asked" + i)).exists();
            assertThat(runs.get(i).get()).isEqualTo(new Ended());
        }
    }

    @Test
    void whatIgnoresBeingAskedIsKilled() throws Exception {
        // Given
        Future<CommandOutcome> run = start("trap '' TERM; sh -c 'echo $$ > $0/child; while :; do sleep 1; done' $DIR &"
                + " echo $$ > $DIR/self; while :; do sleep 1; done");
        long self = programs.pid("self");
        long child = programs.pid("child");

        // When
        runner.endAll(GRACE);

        // Then
        assertThat(Programs.lives(self)).isFalse();
        assertThat(Programs.lives(child)).isFalse();
        assertThat(run.get()).isEqualTo(new Ended());
    }

    @Test
    void whatEarlierRunsLeftBehindEnds() throws Exception {
        // Given
        Future<CommandOutcome> loud = start("sleep 300 & echo $! > $DIR/loud");
        Future<CommandOutcome> quiet =
                start("setsid sh -c 'echo $$ > $0/quiet; exec sleep 300' $DIR >/dev/null 2>&1 &");
        assertThat(loud.get()).isEqualTo(new Exited(0, "", false, ""));
        assertThat(quiet.get()).isEqualTo(new Exited(0, "", false, ""));
        long loudPid = programs.pid("loud");
        long quietPid = programs.pid("quiet");

        // When
        runner.endAll(GRACE);

        // Then
        assertThat(Programs.lives(loudPid)).isFalse();
        assertThat(Programs.lives(quietPid)).isFalse();
    }

    @Test
    void nothingIsRunAfterwards() throws Exception {
        // Given
        runner.endAll(GRACE);

        // When
        CommandOutcome outcome = start("echo run > $DIR/run").get();

        // Then
        assertThat(outcome).isEqualTo(new Ended());
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void runsThatBeginMeanwhileLeaveNothingBehind() throws Exception {
        // Given
        List<Future<CommandOutcome>> runs = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            runs.add(start("trap '' TERM; echo $$ > $DIR/self" + i + "; while :; do sleep 1; done"));
        }

        // When
        runner.endAll(GRACE);

        // Then
        for (Future<CommandOutcome> each : runs) {
            assertThat(each.get()).isEqualTo(new Ended());
        }
        try (var files = Files.list(folder)) {
            for (Path each : files.toList()) {
                String pid = Files.readString(each).strip();
                assertThat(pid.isEmpty() || !Programs.lives(Long.parseLong(pid)))
                        .isTrue();
            }
        }
    }

    @Test
    void anInterruptedShutdownKills() throws Exception {
        // Given
        start("trap '' TERM; echo $$ > $DIR/self; while :; do sleep 1; done");
        long self = programs.pid("self");
        boolean[] isInterrupted = new boolean[1];
        Thread ending = Thread.ofPlatform().start(() -> {
            runner.endAll(LONG);
            isInterrupted[0] = Thread.currentThread().isInterrupted();
        });

        // When
        ending.interrupt();

        // Then
        ending.join();
        assertThat(Programs.lives(self)).isFalse();
        assertThat(isInterrupted[0]).isTrue();
    }

    @Test
    void theLastResortKillsWithoutAsking() throws Exception {
        // Given
        Future<CommandOutcome> run = start("trap 'echo asked > $DIR/asked; exit' TERM; setsid sleep 300 &"
                + " echo $! > $DIR/child; echo $$ > $DIR/self; while :; do sleep 0.1; done");
        long self = programs.pid("self");
        long child = programs.pid("child");

        // When
        runner.killAll();

        // Then
        Programs.awaitEnd(self);
        Programs.awaitEnd(child);
        assertThat(run.get()).isEqualTo(new Ended());
        assertThat(folder.resolve("asked")).doesNotExist();
    }

    private Future<CommandOutcome> start(String script) {
        CommandConfig command = programs.shell(script);
        return callers.submit(() -> runner.run(command, Map.of(), LONG));
    }
}
