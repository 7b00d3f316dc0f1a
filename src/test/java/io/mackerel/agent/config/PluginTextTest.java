package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginTextTest {
    @TempDir
    private Path directory;

    @Test
    void everyKeyOfAPluginIsRead() {
        // Given
        Loading loading = Loading.file(
                directory,
                "plugin:",
                "  metrics:",
                "    my.app:",
                "      command: my-plugin --all | grep x",
                "      user: nobody",
                "      env: {A: '1', PORT: 80, EMPTY: , SPACES: ' x '}",
                "      timeoutSeconds: 5",
                "      intervalMinutes: 10",
                "  checks:",
                "    ping:",
                "      command: [check-ping, -H, localhost]",
                "      user: '#1000'",
                "      env: {TOKEN: secret}",
                "      timeoutSeconds: 7",
                "      intervalMinutes: 2",
                "      memo: is it there?",
                "      notificationInterval: 60",
                "      maxCheckAttempts: 3");

        // When
        PluginsConfig plugins = loading.config().plugins();

        // Then
        assertThat(loading.warnings()).isEmpty();
        assertThat(plugins.metrics())
                .containsExactly(new MetricPluginConfig(
                        "my.app",
                        CommandConfig.shell(
                                "my-plugin --all | grep x",
                                "nobody",
                                Map.of("A", "1", "PORT", "80", "EMPTY", "", "SPACES", " x ")),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(10)));
        assertThat(plugins.checks())
                .containsExactly(new CheckPluginConfig(
                        "ping",
                        new CommandConfig(List.of("check-ping", "-H", "localhost"), "#1000", Map.of("TOKEN", "secret")),
                        Duration.ofSeconds(7),
                        Duration.ofMinutes(2),
                        "is it there?",
                        60,
                        3));
    }

    @Test
    void aCommandIsAllThatAPluginNeeds() {
        // Given
        Loading loading = Loading.file(
                directory, "plugin: {metrics: {a: {command: x}}, checks: {b: {command: y}, c: {command: z}}}");

        // When
        PluginsConfig plugins = loading.config().plugins();

        // Then
        CommandConfig x = CommandConfig.shell("x", null, Map.of());
        assertThat(plugins.metrics()).containsExactly(new MetricPluginConfig("a", x, Duration.ofSeconds(30), null));
        assertThat(plugins.checks()).extracting(CheckPluginConfig::name).containsExactly("b", "c");
        assertThat(plugins.checks().getFirst().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(plugins.checks().getFirst().maxCheckAttempts()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plugin: {metrics: {a: {user: x}}} | plugin.metrics.a: has no command;",
                "plugin: {metrics: {a: {command: ''}}} | plugin.metrics.a: has no command;",
                "plugin: {metrics: {a: {command: []}}} | plugin.metrics.a: has no command;",
                "plugin: {metrics: {a: {command: {x: y}}}} | plugin.metrics.a.command: must be text",
                "plugin: {metrics: {a: {command: [x, [y]]}}} | plugin.metrics.a.command[1]: must be text",
                "plugin: {metrics: {a: }} | plugin.metrics.a: is empty; give it a command",
                "plugin: {metrics: {a: ping}} | plugin.metrics.a: must hold keys",
                "plugin: {metrics: [a]} | plugin.metrics: must hold keys",
                "plugin: on | plugin: must hold keys",
                "plugin: {metrics: {'': {command: x}}} | plugin.metrics.: is no name of a plugin",
                "plugin: {metrics: {\"a\\nb\": {command: x}}} | plugin.metrics.a...: is no name of a plugin",
                "plugin: {checks: {a b: {command: x}}} | plugin.checks.a...: is no name of a check",
                "plugin: {checks: {a: {command: x, user: -rm}}} | plugin.checks.a.user: is no name of a user",
                "plugin: {checks: {a: {command: x, timeoutSeconds: 0}}} | plugin.checks.a.timeoutSeconds: '0' is no whole",
                "plugin: {checks: {a: {command: x, timeoutSeconds: 5s}}} | plugin.checks.a.timeoutSeconds: '5s' is no whole",
                "plugin: {checks: {a: {command: x, intervalMinutes: 1441}}} | plugin.checks.a.intervalMinutes: '1441' is",
                "plugin: {checks: {a: {command: x, maxCheckAttempts: 11}}} | plugin.checks.a.maxCheckAttempts: '11' is no",
                "plugin: {checks: {a: {command: x, notificationInterval: 0}}} | plugin.checks.a.notificationInterval: '0'",
                "plugin: {checks: {a: {command: x, env: [A]}}} | plugin.checks.a.env: must hold keys",
                "plugin: {checks: {a: {command: x, env: {A: [1]}}}} | plugin.checks.a.env.A: must be text",
                "plugin: {checks: {a: {command: x, env: {'A=': 1}}}} | plugin.checks.a.env: holds a name that no variable",
                "plugin: {checks: {a: {command: x}, a: {command: y}}} | plugin.checks.a: is given twice",
                "plugin: {checks: {a: {<<: {command: x}}}} | plugin.checks.a.<<: merge keys are not supported",
            })
    void whatWillNotDoIsToldWithItsPathAndLine(String line, String expected) {
        // Given
        Loading loading = Loading.file(directory, line);

        // When
        List<String> problems = loading.problems();

        // Then
        assertThat(problems).anySatisfy(problem -> assertThat(problem).startsWith("agent.yaml:1: " + expected));
    }

    @Test
    void metricPluginsKeepTheirNamesWhateverTheLetters() {
        // Given
        Loading loading = Loading.file(
                directory, "plugin: {metrics: {my app: {command: x}, my db: {command: y}, メモリ: {command: z}}}");

        // When
        PluginsConfig plugins = loading.config().plugins();

        // Then
        assertThat(plugins.metrics()).extracting(MetricPluginConfig::name).containsExactly("my app", "my db", "メモリ");
    }

    @Test
    void anOddPluginLeavesTheOthersToBeChecked() {
        // Given
        Loading loading = Loading.file(
                directory,
                "plugin:",
                "  metrics:",
                "    a: {timeoutSeconds: x}",
                "  checks:",
                "    b: {command: y, memo: " + "m".repeat(251) + "}");

        // When
        List<String> problems = loading.problems();

        // Then
        assertThat(problems)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("agent.yaml:3: plugin.metrics.a: has no command"),
                        line -> assertThat(line).startsWith("agent.yaml:3: plugin.metrics.a.timeoutSeconds"),
                        line -> assertThat(line).startsWith("agent.yaml:5: plugin.checks.b.memo: is longer than 250"));
    }

    @Test
    void anUnknownKeyIsAWarningThatNamesTheNearest() {
        // Given
        Loading loading = Loading.file(
                directory,
                "plugin: {metric: {}, metrics: {a: {command: x, timeoutSecond: 5}}, checks: {b: {command: x, k: 1}}}");

        // When
        List<String> warnings = loading.warnings();

        // Then
        assertThat(warnings)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .endsWith("plugin.metric: is unknown and ignored; did you mean metrics?"),
                        line -> assertThat(line)
                                .endsWith("plugin.metrics.a.timeoutSecond: is unknown and ignored;"
                                        + " did you mean timeoutSeconds?"),
                        line -> assertThat(line)
                                .endsWith(
                                        "plugin.checks.b.k: is unknown and ignored; known keys are command, user, env,"
                                                + " timeoutSeconds, intervalMinutes, memo, notificationInterval,"
                                                + " maxCheckAttempts"));
    }

    @Test
    void aCommandPrintsWithoutItsWordsAndVariables() {
        // Given
        PluginsConfig plugins = Loading.file(
                        directory, "plugin: {checks: {a: {command: x --password=s3cret, env: {T: s3cret}}}}")
                .config()
                .plugins();

        // When
        String printed = plugins.toString();

        // Then
        assertThat(printed).doesNotContain("s3cret").contains("name=a");
    }
}
