package io.mackerel.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SttyTest {
    @Test
    void rowsComeBeforeColumns() {
        // Given
        String answer = "30 100\n";

        // When
        Optional<TerminalSize> size = Stty.parse(answer);

        // Then
        assertThat(size).hasValue(new TerminalSize(100, 30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "0 0\n", "24 0\n", "30", "30 100 1", "99999 99999", "stty: no such thing"})
    void anythingElseIsNoSize(String answer) {
        // Given
        String printed = answer;

        // When
        Optional<TerminalSize> size = Stty.parse(printed);

        // Then
        assertThat(size).isEmpty();
    }
}
