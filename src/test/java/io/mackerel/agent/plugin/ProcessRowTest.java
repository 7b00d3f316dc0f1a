package io.mackerel.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessRowTest {
    private static final String REST = " 1 1 0 -1 4194304 95 0 0 0 0 0 0 0 20 0 1 0 4711 5382144 223 184467 1\n";

    @Test
    void aRowIsRead() {
        // When
        ProcessRow row = ProcessRow.parse("42 (sleep) S 7" + REST);

        // Then
        assertThat(row).isEqualTo(new ProcessRow(42, 7, 4711, false));
    }

    @Test
    void aNameMayHoldAnything() {
        // When
        ProcessRow row = ProcessRow.parse("42 (a) S 1 (b\n) Z 9) S 7" + REST);

        // Then
        assertThat(row).isEqualTo(new ProcessRow(42, 7, 4711, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Z", "X", "x"})
    void whatOnlyWaitsForItsParentIsOver(String state) {
        // When
        ProcessRow row = ProcessRow.parse("42 (sleep) " + state + " 7" + REST);

        // Then
        assertThat(row).isEqualTo(new ProcessRow(42, 7, 4711, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "42", "42 (sleep", "42 (sleep)", "42 (sleep) S", "42 (sleep) S 7 8", ") (", "x (y) S z"
            })
    void whatIsNoRowIsAbsent(String text) {
        // When
        ProcessRow row = ProcessRow.parse(text);

        // Then
        assertThat(row).isNull();
    }
}
