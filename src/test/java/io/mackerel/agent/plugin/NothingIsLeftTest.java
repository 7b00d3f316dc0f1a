package io.mackerel.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of all kinds leave neither threads nor file descriptors behind. */
class NothingIsLeftTest {
    private static final List<String> SCRIPTS = List.of(
            "echo hello",
            "exit 3",
            "sleep 300 & echo left",
            "trap '' TERM; sleep 300 & while :; do sleep 0.1; done",
            "setsid sleep 300 >/dev/null 2>&1 &",
            "yes | head -c 5000000",
            "yes & echo left",
            "exec >&- 2>&-; sleep 0.1");

    @TempDir
    private Path folder;

    @Test
    void aHundredRunsLeaveNothingBehind() throws Exception {
        // Given
        CommandRunner runner = Runners.runner(RunRules.DEFAULT.withKillAfter(Duration.ofMillis(100)));
        Programs programs = new Programs(folder);
        Set<String> before = working();
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            runAll(runner, programs, callers, SCRIPTS.size());
            Await.until("the first runs are over", () -> before.containsAll(working()));
            int descriptors = descriptors();

            // When
            runAll(runner, programs, callers, 100);

            // Then
            Await.until("no thread works for a run", () -> before.containsAll(working()));
            Await.until("descriptors are closed", () -> descriptors() <= descriptors);
            runner.endAll(Duration.ZERO);
        }
    }

    private static void runAll(CommandRunner runner, Programs programs, ExecutorService callers, int runs)
            throws Exception {
        List<Future<CommandOutcome>> outcomes = IntStream.range(0, runs)
                .mapToObj(i -> programs.shell(SCRIPTS.get(i % SCRIPTS.size())))
                .map(command -> callers.submit(() -> runner.run(command, Map.of(), Duration.ofMillis(700))))
                .toList();
        for (Future<CommandOutcome> each : outcomes) {
            assertThat(each.get()).isNotNull();
        }
    }

    /** The JDK keeps idle threads that wait for processes; they have another name while they do. */
    private static Set<String> working() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("plugin") || name.contains("process reaper ("))
                .collect(Collectors.toSet());
    }

    private static int descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.count();
        }
    }
}
