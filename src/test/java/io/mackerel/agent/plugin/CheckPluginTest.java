package io.mackerel.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.check.CheckReport;
import io.mackerel.agent.check.CheckStatus;
import io.mackerel.agent.config.CheckPluginConfig;
import io.mackerel.agent.config.CommandConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckPluginTest {
    private static final Instant AT = Instant.parse("2027-01-15T08:00:00.5Z");
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final LogLines log = new LogLines(CheckPlugin.class.getName());
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
        log.close();
    }

    @ParameterizedTest
    @CsvSource({"0,OK", "1,WARNING", "2,CRITICAL", "3,UNKNOWN", "127,UNKNOWN"})
    void theExitStatusSaysHowItIs(int exitStatus, CheckStatus expected) throws Exception {
        // Given
        CheckPlugin plugin = plugin("echo it is so; exit " + exitStatus, LONG);

        // When
        CheckRun run = plugin.run(AT);

        // Then
        assertThat(run).isEqualTo(found(expected, "it is so"));
    }

    @Test
    void theMessageIsWithoutSecretsAndControlCharacters() throws Exception {
        // Given
        CheckPlugin plugin = plugin("printf '\\n first\\r\\n\\033[31msecond\\000 s3cret-value\\001\\377\\n\\n'", LONG);

        // When
        CheckRun run = plugin.run(AT);

        // Then
        assertThat(run).isEqualTo(found(CheckStatus.OK, "first\n[31msecond ****\uFFFD"));
    }

    @Test
    void aLongMessageIsCut() throws Exception {
        // Given
        CheckPlugin plugin = plugin("yes | head -c 3000000", LONG);

        // When
        CheckRun run = plugin.run(AT);

        // Then
        assertThat(run).isEqualTo(found(CheckStatus.OK, "y\n".repeat(CheckReport.LONGEST_MESSAGE / 2)));
    }

    @Test
    void aMessageMayBeEmpty() throws Exception {
        // Given
        CheckPlugin plugin = plugin("exit 2", LONG);

        // When
        CheckRun run = plugin.run(AT);

        // Then
        assertThat(run).isEqualTo(found(CheckStatus.CRITICAL, ""));
    }

    @Test
    void aCheckThatHangsIsUnknownWithTheReason() throws Exception {
        // Given
        CheckPlugin plugin = plugin("echo half; exec sleep 300", Duration.ofSeconds(1));

        // When
        CheckRun run = plugin.run(AT);

        // Then
        assertThat(run).isEqualTo(found(CheckStatus.UNKNOWN, "timed out after 1s"));
    }

    @Test
    void aCheckThatFloodsIsUnknownWithTheReason() throws Exception {
        // Given
        runner = Runners.runner(RunRules.DEFAULT.withFlood(3_000_000));
        CheckPlugin plugin = plugin("yes", LONG);

        // When
        CheckRun run = plugin.run(AT);

        // Then
        assertThat(run).isEqualTo(found(CheckStatus.UNKNOWN, "ended because it printed without end"));
    }

    @Test
    void aCheckThatIsNotThereIsUnknownWithTheReason() throws Exception {
        // Given
        CheckPlugin plugin = plugin(new CommandConfig(List.of("/nowhere/check"), null, Map.of()), LONG);

        // When
        CheckRun run = plugin.run(AT);

        // Then
        assertThat(run).isEqualTo(found(CheckStatus.UNKNOWN, "cannot run /nowhere/check: No such file or directory"));
    }

    @Test
    void standardErrorIsLoggedOnceWithoutSecrets() throws Exception {
        // Given
        CheckPlugin plugin = plugin("echo 'cannot use s3cret-value' >&2; exit 2", LONG);

        // When
        plugin.run(AT);
        plugin.run(AT);

        // Then
        assertThat(log.lines()).containsExactly("check plugin web printed to standard error: cannot use ****");
    }

    @Test
    void aSecondRunFindsThePluginBusyUntilItIsRemoved() throws Exception {
        // Given
        CheckPlugin plugin = plugin("echo $$ > $DIR/self; exec sleep 300", LONG);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<CheckRun> first = callers.submit(() -> plugin.run(AT));
            long self = programs.pid("self");

            // When
            CheckRun second = plugin.run(AT);

            // Then
            assertThat(second).isEqualTo(new CheckRun.Busy());
            plugin.end();
            assertThat(first.get()).isEqualTo(new CheckRun.Ended());
            Programs.awaitEnd(self);
            assertThat(plugin.run(AT)).isEqualTo(new CheckRun.Ended());
        }
    }

    private CheckPlugin plugin(String script, Duration timeout) {
        return plugin(programs.shell(script), timeout);
    }

    private CheckPlugin plugin(CommandConfig command, Duration timeout) {
        return new CheckPlugin(
                new CheckPluginConfig("web", command, timeout, null, "memo", 10, 3),
                runner,
                text -> text.replace("s3cret-value", "****"));
    }

    private static CheckRun found(CheckStatus status, String message) {
        return new CheckRun.Found(new CheckReport("web", status, message, AT.getEpochSecond(), 10, 3));
    }
}
