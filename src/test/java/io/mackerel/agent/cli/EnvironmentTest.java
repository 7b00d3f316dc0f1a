package io.mackerel.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void valuesAreReadAsUtf8() {
        // Given
        byte[] environ = "MACKEREL_DISPLAY_NAME=店舗\0A=\0B=x=y\0".getBytes(StandardCharsets.UTF_8);

        // When
        Map<String, String> variables = Environment.parse(environ);

        // Then
        assertThat(variables)
                .containsExactlyInAnyOrderEntriesOf(Map.of("MACKEREL_DISPLAY_NAME", "店舗", "A", "", "B", "x=y"));
    }

    @Test
    void whatIsNoAssignmentIsSkippedAndTheFirstOfTwoCounts() {
        // Given
        byte[] environ = "odd\0=odd\0A=1\0A=2\0\0".getBytes(StandardCharsets.UTF_8);

        // When
        Map<String, String> variables = Environment.parse(environ);

        // Then
        assertThat(variables).containsExactlyInAnyOrderEntriesOf(Map.of("A", "1"));
    }

    @Test
    void theProcesssOwnVariablesAreThere() {
        assertThat(Environment.read()).containsKey("PATH");
    }
}
