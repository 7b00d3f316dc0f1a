package io.mackerel.agent.stand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class AgentProcessTest {
    /** A JVM that starts a process, tells its pid and does not close it. */
    static final class Holder {
        private Holder() {}

        static void main() throws InterruptedException {
            System.out.println(shell(WAIT).pid());
            new CountDownLatch(1).await();
        }
    }

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String WAIT = "while :; do sleep 0.05; done";

    @Test
    void aLineIsAwaitedOnEitherChannel() {
        try (var process = shell("echo on stdout; echo on stderr >&2; " + WAIT)) {
            // When
            var lines = List.of(process.awaitLine("stdout", SOON), process.awaitLine("stderr", SOON));

            // Then
            assertThat(lines).containsExactly("on stdout", "on stderr");
        }
    }

    @Test
    void aLineThatCannotComeAnyMoreFailsWithWhatWasPrinted() {
        try (var process = shell("echo something else")) {
            // When, Then
            assertThatThrownBy(() -> process.awaitLine("ready", SOON))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("something else");
        }
    }

    @Test
    void terminateSendsSigtermAndTellsTheExitStatusAndTheLastLines() {
        try (var process = shell("trap 'echo bye; exit 7' TERM; echo ready; " + WAIT)) {
            process.awaitLine("ready", SOON);

            // When
            var status = process.terminate(SOON);

            // Then
            assertThat(status).isEqualTo(7);
            assertThat(process.lines()).containsExactly("ready", "bye");
        }
    }

    @Test
    void otherSignalsAreSentByName() {
        try (var process = shell("trap 'echo again' USR1; echo ready; " + WAIT)) {
            process.awaitLine("ready", SOON);

            // When
            process.signal("USR1");

            // Then
            assertThat(process.awaitLine("again", SOON)).isEqualTo("again");
            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    void aProcessThatDoesNotEndInTimeFailsAndIsKilledOnClose() {
        var process = shell("trap '' TERM; echo ready; " + WAIT);
        process.awaitLine("ready", SOON);

        // When
        try (process) {
            assertThatThrownBy(() -> process.terminate(Duration.ofMillis(100)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("did not end");
        }

        // Then
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void whenTheJvmIsTerminatedItsProcessIsKilled() {
        try (var jvm = AgentProcess.startCommand(Map.of("PATH", "/usr/bin:/bin"), holder())) {
            var pid = Long.parseLong(jvm.awaitLine(line -> line.matches("\\d+"), "a pid", SOON));
            var process = ProcessHandle.of(pid);
            assertThat(process).isPresent();

            // When
            jvm.terminate(SOON);

            // Then
            try {
                assertThat(ProcessHandle.of(pid)).isEmpty();
            } finally {
                process.orElseThrow().destroyForcibly();
            }
        }
    }

    @Test
    void theEnvironmentIsTheGivenOneOnly() {
        var command = List.of("/usr/bin/env");
        try (var process = AgentProcess.startCommand(Map.of("MACKEREL_APIKEY", "key"), command)) {
            // When
            process.awaitExit(SOON);

            // Then
            assertThat(process.lines()).containsExactly("MACKEREL_APIKEY=key");
        }
    }

    @Test
    void ofMuchOutputTheEndIsKept() {
        var lines = AgentProcess.LINES + 10;
        try (var process = shell("i=0; while [ $i -lt " + lines + " ]; do i=$((i + 1)); echo $i; done")) {
            // When
            process.awaitExit(SOON);

            // Then
            assertThat(process.lines())
                    .hasSize(AgentProcess.LINES)
                    .startsWith("11")
                    .endsWith(String.valueOf(lines));
        }
    }

    private static List<String> holder() {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(java, "-cp", System.getProperty("java.class.path"), Holder.class.getName());
    }

    private static AgentProcess shell(String script) {
        return AgentProcess.startCommand(Map.of("PATH", "/usr/bin:/bin"), List.of("/bin/sh", "-c", script));
    }
}
