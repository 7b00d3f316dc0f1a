package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlProblemsTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "---", "--- ~", "{}", "\n\n"})
    void anEmptyFileIsFine(String text) {
        // Given
        Loading loading = Loading.file(directory, text);

        // When
        ConfigOutcome outcome = loading.outcome(ApiKeyRule.REQUIRED);

        // Then
        assertThat(outcome).isInstanceOf(ConfigOutcome.Loaded.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    memo: s3cret: x             | 1 | unexpected ':'; check the indentation, quote the value, or put a space after the ':' of the line before
                    root: /x~  memo: s3cret     | 2 | unexpected ':'; check the indentation, quote the value, or put a space after the ':' of the line before
                    apikey:s3cret~memo: x       | 2 | unexpected ':'; check the indentation, quote the value, or put a space after the ':' of the line before
                    apikey:s3cret # c~memo: x   | 2 | a key after text that is none; write key: value, with a space after the ':'
                    root: /x~s3cret~memo: x     | 2 | a line without ': '; write key: value
                    root: /x~apikey:s3cret      | 2 | a line without ': '; write key: value
                    root: /x~apikey:s3cret~~~a: | 2 | a line without ': '; write key: value
                    memo: *s3cret               | 1 | an alias without its anchor; quote a value that begins with '*'
                    memo: @s3cret               | 1 | a tab, '@', '`' or '%' at the wrong place; indent with spaces, quote values
                    root: /x~memo: "s3cret~a: b | 2 | a quotation mark is opened here and not closed
                    memo: 's3cret~---~a: b      | 1 | a quotation mark is opened here and not closed
                    memo: "s3cret\\q"           | 1 | an unknown escape in double quotes; use single quotes
                    memo: "a" s3cret            | 1 | wrong indentation, or text after a closed quotation mark
                    memo: [s3cret               | 1 | a bracket is opened here and not closed, or a comma is missing in it
                    memo: [                     | 1 | a bracket is opened here and not closed, or a comma is missing in it
                    memo: x~plugin: {~a: [b~c: d | 3 | a bracket is opened here and not closed, or a comma is missing in it
                    memo: x~plugin: {~a: b~c: d | 2 | a bracket is opened here and not closed, or a comma is missing in it
                    memo: !s3cret!x y           | 1 | an unknown tag; quote a value that begins with '!'
                    memo: !!s3cret.Type y       | 1 | an unknown tag; quote a value that begins with '!'
                    memo: s3cret~---~memo: x    | 2 | a second document begins; keep one and remove the '---'
                    memo: }s3cret               | 1 | this is no valid YAML
                    s3cret                      | 1 | the file is no list of keys; write lines such as key: value
                    - s3cret                    | 1 | the file is no list of keys; write lines such as key: value
                    """)
    void aSyntaxErrorIsOneProblemWithItsLineAndWithoutTheContent(String text, int line, String message) {
        // Given
        Loading loading = Loading.file(directory, text.split("~"));

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).containsExactly("agent.yaml:" + line + ": " + message);
    }

    @Test
    void aControlCharacterIsFoundInItsLine() {
        // Given
        Loading loading = Loading.file(directory, "memo: ✓", "# 😀".repeat(2000), "root: /\u0001");

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).containsExactly("agent.yaml:3: holds a control character; remove it");
    }

    @Test
    void whatTheParserItselfCannotDigestIsAProblem() {
        // Given
        Loading loading = Loading.file(directory, "memo: \"\\UFFFFFFFF\"");

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).containsExactly("agent.yaml: this is no valid YAML");
    }

    @Test
    void aDeepNestIsAProblem() {
        // Given
        Loading loading = Loading.file(directory, "plugin: " + "[".repeat(10_000));

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).containsExactly("agent.yaml: the file is nested too deeply");
    }

    @Test
    void aBombOfAliasesIsAProblem() {
        // Given
        Loading loading = Loading.file(directory, "plugin: [&a [x], " + "*a, ".repeat(51) + "]");

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).containsExactly("agent.yaml: the file uses too many aliases");
    }

    @Test
    void aNodeThatHoldsItselfIsNoTrap() {
        // Given
        Loading loading = Loading.file(directory, "plugin: &a", "  inner: *a", "  list: [*a]");

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).isEmpty();
    }

    @Test
    void anAliasOfTextIsRead() {
        // Given
        Loading loading = Loading.file(directory, "memo: &m hello", "displayName: *m");

        // When
        AgentConfig config = loading.config();

        // Then
        assertThat(config.displayName()).isEqualTo("hello");
    }

    @Test
    void aKeyGivenTwiceNamesBothLinesAtAnyDepth() {
        // Given
        Loading loading = Loading.file(
                directory,
                "memo: a",
                "plugin:",
                "  checks:",
                "    ping:",
                "      command: [ping]",
                "      odd: [{x: 1,",
                "         'x': 2}]",
                "memo: b");

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems)
                .containsExactly(
                        "agent.yaml:7: plugin.checks.ping.odd[0].x: is given twice, first in line 6; remove one",
                        "agent.yaml:8: memo: is given twice, first in line 1; remove one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    apikey: [s3cret]        | 1 | apikey: must be text; quote it if it holds ': ', or begins with '[' or '{'
                    apikey: {s3cret: x}     | 1 | apikey: must be text; quote it if it holds ': ', or begins with '[' or '{'
                    apikey: !s3cret x       | 1 | apikey: has a tag; quote a value that begins with '!'
                    memo: !!binary aGk=     | 1 | memo: has a tag; quote a value that begins with '!'
                    roles: shop:app         | 1 | roles: must be a list; write roles: [first, second]
                    roles: {a: b}           | 1 | roles: must be a list; write roles: [first, second]
                    roles: [[shop:app]]     | 1 | roles[0]: must be text; quote it if it holds ': ', or begins with '[' or '{'
                    roles:~- shop: app      | 2 | roles[0]: must be text; quote it if it holds ': ', or begins with '[' or '{'
                    roles:~- shop:app~-     | 3 | roles[1]: is empty; remove it
                    roles:~- shop:app~- foo | 3 | roles[1]: 'foo' is no role; write service:role
                    ? [memo]~: x            | 1 | a key must be a word; write key: value
                    <<: {memo: x}           | 1 | <<: merge keys are not supported; write the keys out
                    shutdownTimeout: 25     | 1 | shutdownTimeout: '25' is no duration; write it like 25s
                    ignoreContainer: '('    | 1 | ignoreContainer: '(' is no regular expression: Unclosed group
                    """)
    void aWrongValueNamesItsKeyAndLine(String text, int line, String message) {
        // Given
        Loading loading = Loading.file(directory, text.split("~"));

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).containsExactly("agent.yaml:" + line + ": " + message);
    }

    @Test
    void everyProblemOfBothSourcesIsReportedAtOnceByLineThenByVariable() {
        // Given
        Loading loading = Loading.file(
                        directory,
                        "hostStatusOnStart: asleep",
                        "roles: [foo, 'shop:app', bar]",
                        "metricsInterval: 60",
                        "memo: []",
                        "hostIdStore: disk",
                        "memo: x",
                        "apibase: nowhere")
                .and("MACKEREL_LOG_LEVEL", "loud")
                .and("MACKEREL_IGNORE_CONTAINER", "(")
                .and("HTTPS_PROXY", "ftp://x")
                .and("MACKEREL_APIKEY", "a b");

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems.stream().map(YamlProblemsTest::place))
                .containsExactly(
                        "agent.yaml:1: hostStatusOnStart",
                        "agent.yaml:2: roles[0]",
                        "agent.yaml:2: roles[2]",
                        "agent.yaml:3: metricsInterval",
                        "agent.yaml:4: memo",
                        "agent.yaml:5: hostIdStore",
                        "agent.yaml:6: memo",
                        "agent.yaml:7: apibase",
                        "HTTPS_PROXY",
                        "MACKEREL_APIKEY",
                        "MACKEREL_IGNORE_CONTAINER",
                        "MACKEREL_LOG_LEVEL");
    }

    @Test
    void warningsAreSortedLikewise() {
        // Given
        Loading loading = Loading.file(directory, "colour: blue", "apibase: http://api.example/", "plugin: {a: b}")
                .and("MACKEREL_ROLE", "shop:app")
                .and("MACKEREL_AGENT_CONFIG_POLING_DURATION_MINUTES", "5")
                .and("MACKEREL_CONTAINER_PLATFORM", "fargate");

        // When
        List<String> warnings = loading.warnings();

        // Then
        assertThat(warnings.stream()
                        .map(line -> line.replaceFirst(".*/agent", "agent"))
                        .map(YamlProblemsTest::place))
                .containsExactly(
                        "agent.yaml:1: colour",
                        "agent.yaml:2: apibase",
                        "agent.yaml:3: plugin.a",
                        "MACKEREL_AGENT_CONFIG_POLING_DURATION_MINUTES",
                        "MACKEREL_CONTAINER_PLATFORM",
                        "MACKEREL_ROLE");
    }

    @Test
    void theEnvironmentIsCheckedBesideABrokenFile() {
        // Given
        Loading loading = Loading.file(directory, "memo: [").and("MACKEREL_LOG_LEVEL", "loud");

        // When
        List<String> problems = loading.problems();

        // Then
        assertThat(problems).hasSize(2);
        assertThat(problems.getLast()).startsWith("MACKEREL_LOG_LEVEL: ");
    }

    private static String place(String problem) {
        List<String> parts = List.of(problem.split(": "));
        return problem.startsWith("agent.yaml") ? parts.get(0) + ": " + parts.get(1) : parts.getFirst();
    }
}
