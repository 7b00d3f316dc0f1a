package io.mackerel.agent.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code docs/configuration.md} says in its tables and examples. */
final class ConfigurationPage {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private final String text;

    /** A line of a table. */
    record Row(Map<String, String> cells) {
        String cell(String heading) {
            return cells.getOrDefault(heading, "");
        }

        /** The words in a cell that are set as code. */
        List<String> code(String heading) {
            return CODE.matcher(cell(heading))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }

        /** The only such word. */
        String onlyCode(String heading) {
            List<String> code = code(heading);
            if (code.size() != 1) {
                throw new AssertionError("not one word of code below " + heading + " in " + cells);
            }
            return code.getFirst();
        }
    }

    private ConfigurationPage(String text) {
        this.text = text;
    }

    static ConfigurationPage read() {
        try {
            return new ConfigurationPage(Files.readString(Path.of("docs/configuration.md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of all tables that have this heading. */
    List<Row> rows(String heading) {
        return rows().filter(row -> row.cells().containsKey(heading)).toList();
    }

    /** The rows of the tables of nested keys, by the key that these stand below. */
    Map<String, List<Row>> nested() {
        Map<String, List<Row>> nested = new TreeMap<>();
        rows().forEach(row -> row.cells().keySet().stream()
                .filter(heading -> heading.startsWith("key of "))
                .forEach(heading -> nested.computeIfAbsent(
                                heading.replaceFirst("key of `(.*)`", "$1"), path -> new ArrayList<>())
                        .add(row)));
        return nested;
    }

    List<String> yaml() {
        return YAML.matcher(text).results().map(found -> found.group(1)).toList();
    }

    boolean names(String word) {
        return text.contains("`" + word + "`");
    }

    private Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        List<String> headings = List.of();
        for (String line : text.split("\n")) {
            if (!line.startsWith("|")) {
                headings = List.of();
            } else if (headings.isEmpty()) {
                headings = cells(line);
            } else if (!line.startsWith("|---")) {
                rows.add(row(headings, cells(line)));
            }
        }
        return rows.stream();
    }

    private static Row row(List<String> headings, List<String> cells) {
        Map<String, String> row = new TreeMap<>();
        for (int i = 0; i < headings.size(); i++) {
            row.put(headings.get(i), cells.get(i));
        }
        return new Row(row);
    }

    private static List<String> cells(String line) {
        String inner = line.replaceAll("^\\||\\|$", "");
        return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
    }
}
