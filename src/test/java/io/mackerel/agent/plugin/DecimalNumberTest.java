package io.mackerel.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalNumberTest {
    @ParameterizedTest
    @CsvSource({"0,0", "-1,-1", "+1.5,1.5", ".5,0.5", "5.,5", "1e3,1000", "1.5E-3,0.0015", "007,7", "1e-999,0"})
    void decimalNumbersAreTaken(String text, double expected) {
        // When
        double number = DecimalNumber.parse(text).orElseThrow();

        // Then
        assertThat(number).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "NaN",
                "nan",
                "Infinity",
                "-inf",
                "1e309",
                "-1e309",
                "1d",
                "1f",
                "0x1p3",
                "0x10",
                "1_000",
                "1,5",
                "--1",
                ".",
                "e5",
                "1e",
                "1e+",
                "１２",
                "1 2",
                "true"
            })
    void whatElseJavaMightTakeIsNot(String text) {
        // When
        var number = DecimalNumber.parse(text);

        // Then
        assertThat(number).isEmpty();
    }

    @Test
    void aMebibyteOfDigitsIsNotTakenForANumber() {
        // When
        var number = DecimalNumber.parse("1".repeat(1_048_576));

        // Then
        assertThat(number).isEmpty();
    }
}
