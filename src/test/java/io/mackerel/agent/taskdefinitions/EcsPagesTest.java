package io.mackerel.agent.taskdefinitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages on Amazon ECS name exists, and what exists is named. */
class EcsPagesTest {
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");
    private static final Pattern FILE = Pattern.compile("[a-z0-9-]+\\.(?:json|yaml)");
    private static final Pattern PLACEHOLDER = Pattern.compile("<[^>]+>");
    private static final Pattern EXPLAINED = Pattern.compile("(?m)^\\| `(<[^>]+>)` \\|");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Path README = TaskDefinition.FOLDER.resolve("README.md");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "ecs/README.md", "docs/ecs.md", "docs/configuration.md"})
    void everyLinkLeadsToAFileAndAHeading(String page) {
        // When
        var links = LINK.matcher(text(Path.of(page))).results().toList();

        // Then
        assertThat(links).isNotEmpty().allSatisfy(link -> {
            var target = link.group(1).isEmpty()
                    ? Path.of(page)
                    : Path.of(page).resolveSibling(link.group(1)).normalize();
            assertThat(target).exists();
            if (link.group(2) != null) {
                assertThat(anchors(target)).contains(link.group(2));
            }
        });
    }

    @Test
    void thePageNamesEveryFileAndNoneThatIsMissing() throws IOException {
        // Given
        Set<String> files;
        try (var folder = Files.list(TaskDefinition.FOLDER)) {
            files = folder.filter(file -> !file.equals(README))
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        // When
        var named = found(FILE, text(README));
        named.remove("task.json");

        // Then
        assertThat(named).isEqualTo(files);
    }

    @Test
    void thePageExplainsEveryPlaceholderAndNoOther() {
        // Given
        var explained = EXPLAINED
                .matcher(text(README))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet());

        // When
        var used = TaskDefinition.jsonFiles().stream()
                .flatMap(file -> found(PLACEHOLDER, text(file)).stream())
                .collect(Collectors.toSet());

        // Then
        assertThat(used).isEqualTo(explained);
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** As the forges make them: lower case, no punctuation, hyphens for blanks. */
    private static Set<String> anchors(Path page) {
        return HEADING.matcher(text(page))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
