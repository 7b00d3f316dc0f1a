package io.mackerel.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
    private final Complaints complaints = new Complaints(text -> text.replace("s3cret-value", "****"));

    @Test
    void linesThatDifferInTheirNumbersOnlyAreOneComplaint() {
        // Given
        complaints.refuse("bad", "a NaN 1700000000");
        complaints.refuse("bad", "a NaN 1700000060");

        // When
        List<String> taken = complaints.take();

        // Then
        assertThat(taken).containsExactly("bad: a NaN 1700000000");
    }

    @Test
    void aComplaintIsToldOnceInAPluginsLife() {
        // Given
        complaints.refuse("bad", "a NaN 1700000000");
        complaints.take();
        complaints.refuse("bad", "a NaN 1700000060");

        // When
        List<String> taken = complaints.take();

        // Then
        assertThat(taken).isEmpty();
    }

    @Test
    void anotherReasonForTheSameLineIsAnotherComplaint() {
        // Given
        complaints.refuse("bad", "a");
        complaints.refuse("worse", "a");

        // When
        List<String> taken = complaints.take();

        // Then
        assertThat(taken).containsExactly("bad: a", "worse: a");
    }

    @Test
    void aComplaintIsAShortLineWithoutSecretsAndControlCharacters() {
        // Given
        complaints.refuse("bad", "a\0\u001B[31m s3cret-value\r" + "x".repeat(100_000));

        // When
        List<String> taken = complaints.take();

        // Then
        assertThat(taken)
                .singleElement()
                .asString()
                .startsWith("bad: a [31m **** xxx")
                .hasSizeLessThan(250);
    }

    @Test
    void aRunHasAFewComplaintsOnly() {
        // Given
        for (char each = 'a'; each < 'a' + 8; each++) {
            complaints.refuse("bad", "line " + each);
        }

        // When
        List<String> taken = complaints.take();

        // Then
        assertThat(taken)
                .containsExactly(
                        "bad: line a",
                        "bad: line b",
                        "bad: line c",
                        "bad: line d",
                        "bad: line e",
                        "further lines of other kinds cannot be used either: 3");
    }

    @Test
    void aPluginThatPrintsGarbageFallsSilent() {
        // Given
        refuseManyKinds();
        List<String> first = complaints.take();
        refuseManyKinds();

        // When
        List<String> second = complaints.take();

        // Then
        assertThat(first)
                .hasSize(6)
                .last()
                .isEqualTo("further lines of other kinds cannot be used either: more than 45");
        assertThat(second).isEmpty();
    }

    private void refuseManyKinds() {
        for (char each = 'a'; each < 'a' + 1_000; each++) {
            complaints.refuse("bad", "line " + each);
        }
    }
}
