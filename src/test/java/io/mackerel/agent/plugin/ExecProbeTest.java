package io.mackerel.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.plugin.ProbeOutcome.Failed;
import io.mackerel.agent.plugin.ProbeOutcome.Passed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecProbeTest {
    private static final UnaryOperator<String> MASKING = text -> text.replace("s3cret-value", "****");

    @TempDir
    private Path folder;

    private final CommandRunner runner = Runners.runner(RunRules.DEFAULT.withKillAfter(Duration.ofMillis(300)));

    @AfterEach
    void end() {
        runner.killAll();
    }

    @Test
    void exitStatusZeroPasses() throws InterruptedException {
        // Given
        ReadinessProbe probe = probe("exit 0", Duration.ofSeconds(60));

        // When
        ProbeOutcome outcome = probe.attempt();

        // Then
        assertThat(outcome).isEqualTo(new Passed());
    }

    @Test
    void anotherStatusFailsWithTheReason() throws InterruptedException {
        // Given
        ReadinessProbe probe = probe("echo 'refused s3cret-value' >&2; exit 7", Duration.ofSeconds(60));

        // When
        ProbeOutcome outcome = probe.attempt();

        // Then
        assertThat(outcome).isEqualTo(new Failed("exit status 7: refused ****"));
    }

    @Test
    void aCommandThatHangsFailsWithTheReason() throws InterruptedException {
        // Given
        ReadinessProbe probe = probe("exec sleep 300", Duration.ofSeconds(1));

        // When
        ProbeOutcome outcome = probe.attempt();

        // Then
        assertThat(outcome).isEqualTo(new Failed("timed out after 1s"));
    }

    @Test
    void nothingIsTriedOnceTheAgentEnds() throws InterruptedException {
        // Given
        ReadinessProbe probe = probe("exit 0", Duration.ofSeconds(60));
        runner.endAll(Duration.ZERO);

        // When
        ProbeOutcome outcome = probe.attempt();

        // Then
        assertThat(outcome).isEqualTo(new Failed("the agent ends"));
    }

    private ReadinessProbe probe(String script, Duration timeout) {
        return new ExecProbe(new Programs(folder).shell(script), timeout, runner, MASKING);
    }
}
