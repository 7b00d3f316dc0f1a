package io.mackerel.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B/s",
        "999, 999 B/s",
        "1000, 1.0 kB/s",
        "12345, 12.3 kB/s",
        "1234567, 1.2 MB/s",
        "5e9, 5.0 GB/s",
        "5e12, 5000.0 GB/s",
        "NaN, -"
    })
    void speedsHaveTheUnitThatSuitsThem(double value, String text) {
        // Given
        double bytesPerSecond = value;

        // When
        String shown = Quantity.bytesPerSecond(bytesPerSecond);

        // Then
        assertThat(shown).isEqualTo(text);
    }

    @Test
    void whatIsMissingIsADash() {
        // Given
        double missing = Double.NaN;

        // When
        String all = Quantity.percent(missing) + Quantity.precisePercent(missing) + Quantity.mebibytes(missing);

        // Then
        assertThat(all).isEqualTo("---");
    }
}
