package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.config.ConfigurationPage.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on the configuration says of every key and variable what the code does, and names none that it does not know. */
class ConfigurationPageTest {
    private static final String METRIC = "plugin.metrics.<name>";
    private static final String CHECK = "plugin.checks.<name>";
    private static final String HEADERS = "readinessProbe.http.headers";
    private static final Map<String, List<String>> NESTED = Map.of(
            METRIC,
            PluginText.METRIC_KEYS,
            CHECK,
            PluginText.CHECK_KEYS,
            "readinessProbe",
            ReadinessProbeText.KEYS,
            "readinessProbe.exec",
            CommandText.KEYS,
            "readinessProbe.http",
            ReadinessProbeText.HTTP_KEYS,
            HEADERS,
            ReadinessProbeText.HEADER_KEYS,
            "readinessProbe.tcp",
            ReadinessProbeText.TCP_KEYS);

    /** The least that has to stand below each. */
    private static final Map<String, String> REQUIRED = Map.of(
            METRIC,
            "command: x",
            CHECK,
            "command: x",
            "readinessProbe",
            "tcp: {port: 1}",
            "readinessProbe.exec",
            "command: x",
            "readinessProbe.http",
            "path: /",
            HEADERS,
            "name: X",
            "readinessProbe.tcp",
            "port: 1");

    private static final Pattern RANGE = Pattern.compile("(?:minutes, )?(\\d+) to (\\d+)");
    private static final Pattern DEFAULT = Pattern.compile("( *)([\\w.-]+):(?: (.*?))? *(?:# (.*))?");

    private final ConfigurationPage page = ConfigurationPage.read();

    @TempDir
    private Path directory;

    @Test
    void everyKeyOfTheFileHasARowAndNoOther() {
        // Given
        Set<String> known = new TreeSet<>(Set.of("readinessProbe", METRIC, CHECK));
        settings(setting -> !setting.keys().isEmpty()).forEach(setting -> known.add(setting.name()));

        // When
        List<String> described =
                page.rows("key").stream().map(row -> row.onlyCode("key")).toList();

        // Then
        assertThat(described).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void everyNestedKeyHasARowAndNoOther() {
        // When
        Map<String, List<String>> described = new TreeMap<>();
        page.nested()
                .forEach((path, rows) -> described.put(
                        path, rows.stream().map(row -> key(path, row)).toList()));

        // Then
        assertThat(described).containsOnlyKeys(NESTED.keySet());
        assertThat(described)
                .allSatisfy((path, keys) -> assertThat(keys).as(path).hasSameElementsAs(NESTED.get(path)));
    }

    @Test
    void everyVariableHasARowAndNoOther() {
        // Given
        Set<String> known = settings(setting -> true)
                .flatMap(setting -> setting.variables().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        // When
        List<String> described = Stream.concat(
                        page.rows("key").stream().flatMap(row -> row.code("environment").stream()),
                        page.rows("variable").stream().flatMap(row -> row.code("variable").stream()))
                .toList();

        // Then
        assertThat(described).doesNotHaveDuplicates();
        assertThat(known).filteredOn(name -> !described.contains(name)).allMatch(page::names, "is named");
        assertThat(known)
                .filteredOn(name -> name.equals(name.toUpperCase(Locale.ROOT)))
                .isSubsetOf(described);
        assertThat(described).isSubsetOf(known);
    }

    @Test
    void everyKeyStandsBesideItsVariables() {
        assertThat(settings(setting -> !setting.keys().isEmpty())).allSatisfy(setting -> {
            Row row = row("key", setting.name());
            assertThat(row.code("environment")).containsExactlyElementsOf(setting.variables());
            assertThat(setting.keys()).allMatch(page::names, "is named");
        });
    }

    @Test
    void everyDefaultIsTheOneOfTheCode() {
        assertThat(settings(setting -> true)).allSatisfy(setting -> {
            Row row = setting.keys().isEmpty()
                    ? row("variable", setting.documentedVariable())
                    : row("key", setting.name());
            assertThat(row.code("default"))
                    .as(setting.name())
                    .isEqualTo(setting.fallback() == null ? List.of() : List.of(setting.fallback()));
        });
    }

    @Test
    void everyDefaultOfANestedKeyIsTheOneOfTheCode() {
        assertThat(page.nested()).allSatisfy((path, rows) -> {
            Map<String, String> defaults = defaults(path);
            assertThat(rows)
                    .allSatisfy(row -> assertThat(row.code("default"))
                            .as(path + "." + key(path, row))
                            .isEqualTo(
                                    defaults.containsKey(key(path, row))
                                            ? List.of(defaults.get(key(path, row)))
                                            : List.of()));
        });
    }

    @Test
    void whatIsRequiredIsRequired() {
        assertThat(page.nested())
                .allSatisfy((path, rows) -> assertThat(rows).allSatisfy(row -> {
                    boolean said = row.cell("default").equals("none, required");
                    List<String> problems =
                            loading(lines(path, List.of("x: y"))).problems();
                    assertThat(problems.stream()
                                    .anyMatch(problem -> problem.contains("has no " + key(path, row) + ";")))
                            .as(path + "." + key(path, row))
                            .isEqualTo(said);
                }));
    }

    @Test
    void everyExampleOfAKeyIsTakenAndNamesIt() {
        assertThat(page.rows("key")).allSatisfy(row -> {
            String key = row.onlyCode("key").replaceFirst("\\..*", "");
            assertThat(row.onlyCode("example")).startsWith(key + ": ");
            assertTaken(loading(List.of(row.onlyCode("example"))));
        });
        assertThat(page.nested())
                .allSatisfy((path, rows) -> assertThat(rows).allSatisfy(row -> {
                    assertThat(row.onlyCode("example")).startsWith(key(path, row) + ": ");
                    assertTaken(loading(lines(path, row.onlyCode("example"))));
                }));
    }

    @Test
    void everyExampleOfAVariableIsTakenAndNamesIt() {
        assertThat(page.rows("variable")).allSatisfy(row -> {
            String[] example = row.onlyCode("example").split("=", 2);
            assertThat(row.code("variable").getFirst()).isEqualTo(example[0]);
            assertTaken(Loading.with("MACKEREL_CONTAINER_PLATFORM", "none").and(example[0], here(example[1])));
        });
    }

    @Test
    void everyFileIsTaken() {
        assertThat(page.yaml()).hasSizeGreaterThan(3).allSatisfy(yaml -> assertTaken(loading(List.of(yaml))));
    }

    @Test
    void everyRangeEndsWhereTheCodeRefuses() {
        page.nested()
                .forEach((path, rows) -> rows.forEach(row -> {
                    Matcher range = RANGE.matcher(row.cell("takes"));
                    if (range.matches()) {
                        String key = key(path, row) + ": ";
                        assertRange(range, value -> loading(lines(path, key + value)));
                    }
                }));
        page.rows("variable").forEach(row -> {
            Matcher range = RANGE.matcher(row.cell("takes"));
            if (range.matches()) {
                assertRange(range, value -> Loading.with(row.onlyCode("variable"), String.valueOf(value)));
            }
        });
    }

    private interface Attempt {
        Loading with(int value);
    }

    private static void assertRange(Matcher range, Attempt attempt) {
        int least = Integer.parseInt(range.group(1));
        int most = Integer.parseInt(range.group(2));
        assertTaken(attempt.with(least));
        assertTaken(attempt.with(most));
        assertThat(attempt.with(least - 1).problems()).as("below %d", least).isNotEmpty();
        assertThat(attempt.with(most + 1).problems()).as("above %d", most).isNotEmpty();
    }

    private static void assertTaken(Loading loading) {
        assertThat(loading.problems()).isEmpty();
        assertThat(loading.warnings()).isEmpty();
    }

    private static Stream<Setting<?>> settings(Predicate<Setting<?>> which) {
        return Settings.ALL.stream().filter(which);
    }

    private Row row(String heading, String name) {
        return page.rows(heading).stream()
                .filter(row -> row.code(heading).contains(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no row"));
    }

    private static String key(String path, Row row) {
        return row.onlyCode("key of `" + path + "`");
    }

    /** What the listing calls a default where nothing but the necessary is given. */
    private Map<String, String> defaults(String path) {
        Map<String, String> defaults = new TreeMap<>();
        List<String> below = new ArrayList<>();
        String wanted = path.replace("<name>", "a");
        for (String line : ConfigListing.of(loading(lines(path, "x: y")).loaded())) {
            Matcher entry = DEFAULT.matcher(line);
            int depth = entry.matches() ? entry.group(1).length() / 2 : Integer.MAX_VALUE;
            // What is deeper stands in an item of a list.
            if (depth > below.size()) {
                continue;
            }
            below.subList(depth, below.size()).clear();
            if ("default".equals(entry.group(4)) && String.join(".", below).equals(wanted)) {
                defaults.put(entry.group(2), entry.group(3));
            }
            below.add(entry.group(2));
        }
        return defaults;
    }

    private static List<String> lines(String path, String entry) {
        String required = REQUIRED.get(path);
        boolean isGiven = isAlternative(entry)
                || entry.substring(0, entry.indexOf(':')).equals(required.substring(0, required.indexOf(':')));
        return lines(path, isGiven ? List.of(entry) : List.of(required, entry));
    }

    private static boolean isAlternative(String entry) {
        return ReadinessProbeText.ACTIONS.stream().anyMatch(action -> entry.startsWith(action + ":"));
    }

    /** The entries below the path, with what has to stand around them. */
    private static List<String> lines(String path, List<String> entries) {
        List<String> lines = new ArrayList<>();
        String indent = "";
        for (String key : path.replace("<name>", "a").split("\\.")) {
            if (key.equals("headers")) {
                lines.add(indent + "path: /");
            }
            lines.add(indent + key + ":");
            indent += "  ";
        }
        if (path.equals(HEADERS)) {
            lines.add(indent + "- {" + String.join(", ", entries) + "}");
            return lines;
        }
        for (String entry : entries) {
            lines.add(indent + entry);
        }
        return lines;
    }

    private Loading loading(List<String> lines) {
        return Loading.file(directory, lines.stream().map(this::here).toArray(String[]::new));
    }

    /** With files that there are, in place of the page's. */
    private String here(String text) {
        try {
            Path key = Files.writeString(directory.resolve("key"), "a-key");
            Path file = Files.writeString(directory.resolve("elsewhere.yaml"), "memo: x");
            return text.replace("/run/secrets/mackerel/apikey", key.toString())
                    .replace("/etc/mackerel-container-agent/agent.yaml", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
