package io.mackerel.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.doctor.Finding;
import io.mackerel.agent.doctor.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingLinesTest {
    @Test
    void subjectAndTextStandInColumns() {
        // When
        List<String> lines = FindingLines.of(new Finding("clock", Outcome.OK, "as Mackerel's", null));

        // Then
        assertThat(lines).containsExactly("OK       clock          as Mackerel's");
    }

    @Test
    void adviceFollowsInALineOfItsOwn() {
        // When
        List<String> lines = FindingLines.of(new Finding("clock", Outcome.PROBLEM, "wrong", "set it right"));

        // Then
        assertThat(lines).containsExactly("PROBLEM  clock          wrong", "                        do: set it right");
    }

    @Test
    void longTextBreaksBetweenWordsBelowItself() {
        // Given
        String text = "word ".repeat(30).strip();

        // When
        List<String> lines = FindingLines.of(new Finding("x", Outcome.NOTE, text, text));

        // Then
        assertThat(lines)
                .hasSize(5)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(FindingLines.WIDTH))
                .allSatisfy(line -> assertThat(line).endsWith("word"));
        assertThat(String.join(" ", lines).split("word", -1)).hasSize(61);
        assertThat(lines.get(1)).startsWith(" ".repeat(24) + "word");
        assertThat(lines.getLast()).startsWith(" ".repeat(28) + "word");
    }

    @Test
    void aWordThatIsTooLongStandsWhole() {
        // Given
        String word = "x".repeat(200);

        // When
        List<String> lines = FindingLines.of(new Finding("x", Outcome.NOTE, "see " + word + " there", null));

        // Then
        assertThat(lines).extracting(String::strip).containsExactly("NOTE     x              see", word, "there");
    }

    @Test
    void whatIsToBeCopiedStandsAsItIs() {
        // When
        List<String> lines = FindingLines.of(new Finding("x", Outcome.FATAL, "no", "apply:\n---\nkind: Role\n  a: b"));

        // Then
        assertThat(lines).endsWith("                        do: apply:", "---", "kind: Role", "  a: b");
    }

    @Test
    void aTableKeepsItsColumns() {
        // When
        List<String> lines = FindingLines.of(new Finding("x", Outcome.OK, "rights:\n  get pods   yes", null));

        // Then
        assertThat(lines).endsWith(" ".repeat(24) + "  get pods   yes");
    }

    @Test
    void theEndSaysHowBadItIs() {
        // When
        List<String> summaries = List.of(
                FindingLines.summary(Outcome.OK),
                FindingLines.summary(Outcome.NOTE),
                FindingLines.summary(Outcome.PROBLEM),
                FindingLines.summary(Outcome.FATAL));

        // Then
        assertThat(summaries).doesNotHaveDuplicates();
        assertThat(summaries.getLast()).contains("cannot do its work");
    }
}
