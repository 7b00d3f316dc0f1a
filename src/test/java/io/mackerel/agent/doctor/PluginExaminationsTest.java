package io.mackerel.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.config.CheckPluginConfig;
import io.mackerel.agent.config.CommandConfig;
import io.mackerel.agent.config.MetricPluginConfig;
import io.mackerel.agent.config.ReadinessProbeConfig.Exec;
import io.mackerel.agent.plugin.CheckPlugin;
import io.mackerel.agent.plugin.CommandRunner;
import io.mackerel.agent.plugin.MetricPlugin;
import io.mackerel.agent.plugin.ProbeOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With real commands. */
class PluginExaminationsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final CommandRunner commands = new CommandRunner(
            Path.of("/proc"), System::nanoTime, UUID.randomUUID().toString());

    @AfterEach
    void end() {
        commands.killAll();
    }

    @Test
    void aMetricPluginIsToldWithItsCounts() throws InterruptedException {
        // When
        Finding finding = metric("""
                if [ "$MACKEREL_AGENT_PLUGIN_META" = 1 ]; then
                  echo '# mackerel-agent-plugin'
                  echo '{"graphs":{"app":{"label":"App","unit":"integer","metrics":[{"name":"ok"}]}}}'
                else
                  echo app.ok 1 1; echo app.bad 2 1
                fi
                """, LONG);

        // Then
        assertThat(finding).isEqualTo(Finding.ok("plugin app", "2 values, 1 graph definition"));
    }

    @Test
    void whatAMetricPluginPrintsInVainIsAProblem() throws InterruptedException {
        // When
        Finding finding = metric("echo app.ok 1 1; echo nonsense", LONG);

        // Then
        assertThat(finding.outcome()).isEqualTo(Outcome.PROBLEM);
        assertThat(finding.text()).startsWith("1 value, no graph definitions\n").contains("nonsense");
    }

    @Test
    void aMetricPluginThatPrintsNothingIsGoodToKnow() throws InterruptedException {
        // When
        Finding finding = metric("true", LONG);

        // Then
        assertThat(finding).isEqualTo(Finding.note("plugin app", "no values, no graph definitions"));
    }

    @Test
    void aMetricPluginThatHangsIsToldWithWhatToDo() throws InterruptedException {
        // When
        Finding finding = metric("sleep 300", Duration.ofMillis(300));

        // Then
        assertThat(finding.outcome()).isEqualTo(Outcome.PROBLEM);
        assertThat(finding.text()).isEqualTo("timed out after 300ms");
        assertThat(finding.advice()).contains("timeoutSeconds");
    }

    @Test
    void aMetricPluginThatIsNotThereIsToldWithWhatToDo() throws InterruptedException {
        // Given
        CommandConfig command = new CommandConfig(List.of("/no/such/program"), null, Map.of());

        // When
        Finding finding = metric(command, LONG);

        // Then
        assertThat(finding.text()).contains("/no/such/program");
        assertThat(finding.advice()).contains("image");
    }

    @ParameterizedTest
    @CsvSource({"0, OK, OK", "1, WARNING, NOTE", "2, CRITICAL, NOTE", "3, UNKNOWN, PROBLEM"})
    void aCheckThatWorksIsNoProblemWhateverItFinds(int exit, String status, Outcome expected)
            throws InterruptedException {
        // When
        Finding finding = check("echo first; echo second; exit " + exit);

        // Then
        assertThat(finding.outcome()).isEqualTo(expected);
        assertThat(finding.text()).isEqualTo("reports " + status + ": first");
    }

    @Test
    void secretsInAMessageAreMasked() throws InterruptedException {
        // When
        Finding finding = check("echo a swordfish");

        // Then
        assertThat(finding.text()).isEqualTo("reports OK: a ****");
    }

    @ParameterizedTest
    @CsvSource({"cannot run sudo: No such file or directory, sudo into the image", "exit status 1, as the user nobody"})
    void adviceKnowsOfAnotherUser(String reason, String expected) {
        // Given
        CommandConfig command = new CommandConfig(List.of("x"), "nobody", Map.of());

        // When
        String advice = PluginAdvice.of(command, reason);

        // Then
        assertThat(advice).contains(expected);
    }

    @Test
    void aProbeThatFailsTwiceIsWaitedFor() throws InterruptedException {
        // When
        Finding finding = probe(new ProbeOutcome.Failed("slow"), new ProbeOutcome.Failed("exit status 1"));

        // Then
        assertThat(finding.outcome()).isEqualTo(Outcome.NOTE);
        assertThat(finding.text()).contains("the agent would wait until it passes: exit status 1");
    }

    @Test
    void aProbeHasASecondTry() throws InterruptedException {
        // When
        Finding finding = probe(new ProbeOutcome.Failed("slow"), new ProbeOutcome.Passed());

        // Then
        assertThat(finding).isEqualTo(Finding.ok("readiness", "the command passes"));
    }

    private static Finding probe(ProbeOutcome... outcomes) throws InterruptedException {
        Deque<ProbeOutcome> answers = new ArrayDeque<>(List.of(outcomes));
        Exec exec = new Exec(CommandConfig.shell("true", null, Map.of()));
        return new ReadinessExamination(exec, answers::remove).examine().getFirst();
    }

    private Finding metric(String script, Duration timeout) throws InterruptedException {
        return metric(CommandConfig.shell(script, null, Map.of()), timeout);
    }

    private Finding metric(CommandConfig command, Duration timeout) throws InterruptedException {
        MetricPlugin plugin = new MetricPlugin(
                new MetricPluginConfig("app", command, timeout, null), commands, PluginExaminationsTest::masked);
        return only(new MetricPluginExamination(plugin, InstantSource.system()));
    }

    private Finding check(String script) throws InterruptedException {
        CommandConfig command = CommandConfig.shell(script, null, Map.of());
        CheckPlugin plugin = new CheckPlugin(
                new CheckPluginConfig("web", command, LONG, null, null, null, null),
                commands,
                PluginExaminationsTest::masked);
        return only(new CheckPluginExamination(plugin, InstantSource.system()));
    }

    private static String masked(String text) {
        return text.replace("swordfish", "****");
    }

    private static Finding only(Examination examination) throws InterruptedException {
        List<Finding> findings = examination.examine();
        assertThat(findings).hasSize(1);
        return findings.getFirst();
    }
}
