package io.mackerel.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.metric.MetricName;
import io.mackerel.agent.metric.MetricValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricOutputTest {
    private static final long AT = 1_800_000_000;
    private static final String NOT_THREE = "a line is not name, value and epoch";
    private static final String BAD_VALUE = "a value is not a finite decimal number";

    private final List<String> refused = new ArrayList<>();

    @Test
    void aLineIsAValueAtTheTimeOfTheCollection() {
        // When
        List<MetricValue> values = parse("web.requests\t12.5\t1700000000\n");

        // Then
        assertThat(values).containsExactly(value("custom.web.requests", 12.5));
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\t1\t2\r\nb\t2\t2\r\n",
                "a 1 2\nb 2 2",
                "  a   1 \t 2  \n\n \t\nb\u000B2\f2\n",
                "a\t1\t2\n\r\nb\t2\tnow"
            })
    void anyWhiteSpaceSeparatesAndBlankLinesAreNothing(String output) {
        // When
        List<MetricValue> values = parse(output);

        // Then
        assertThat(values).containsExactly(value("custom.a", 1), value("custom.b", 2));
        assertThat(refused).isEmpty();
    }

    @Test
    void nothingIsNoValueAndNoComplaint() {
        // When
        List<MetricValue> values = parse("");

        // Then
        assertThat(values).isEmpty();
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a 1,'" + NOT_THREE + "'",
        "a 1 2 3,'" + NOT_THREE + "'",
        "a name 1 2,'" + NOT_THREE + "'",
        "a NaN 2," + BAD_VALUE,
        "a 1e309 2," + BAD_VALUE,
        "a 1d 2," + BAD_VALUE,
        "ä 1 2,'a name is not of letters, digits, ''-'', ''_'' and ''.'''",
        "a/b 1 2,'a name is not of letters, digits, ''-'', ''_'' and ''.'''",
        ".a 1 2,a name has a dot too many",
        "a. 1 2,a name has a dot too many",
        "a..b 1 2,a name has a dot too many",
        ". 1 2,a name has a dot too many"
    })
    void aLineThatCannotBeUsedCostsNoOther(String line, String reason) {
        // When
        List<MetricValue> values = parse("before 1 2\n" + line + "\nafter 2 2\n");

        // Then
        assertThat(values).containsExactly(value("custom.before", 1), value("custom.after", 2));
        assertThat(refused).containsExactly(reason + "|" + line);
    }

    @Test
    void aNameOfAMebibyteIsRefused() {
        // When
        List<MetricValue> values = parse("a".repeat(1_000_000) + " 1 2\n");

        // Then
        assertThat(values).isEmpty();
        assertThat(refused).hasSize(1);
    }

    @Test
    void theLastLineOfCutOutputIsNotWhole() {
        // When
        List<MetricValue> values = MetricOutput.parse("a 1 2\nb 12 1700", true, AT, this::refuse);

        // Then
        assertThat(values).containsExactly(value("custom.a", 1));
        assertThat(refused).containsExactly("more than 1 MiB was printed, the rest is left out|");
    }

    @Test
    void cutOutputOfOneLineIsNothing() {
        // When
        List<MetricValue> values = MetricOutput.parse("a 1 2", true, AT, this::refuse);

        // Then
        assertThat(values).isEmpty();
    }

    @Test
    void aThousandValuesAreTaken() {
        // When
        List<MetricValue> values = parse(lines(1_000) + "\n\n");

        // Then
        assertThat(values).hasSize(1_000);
        assertThat(refused).isEmpty();
    }

    @Test
    void moreThanAThousandValuesAreNot() {
        // When
        List<MetricValue> values = parse(lines(1_001));

        // Then
        assertThat(values).hasSize(1_000);
        assertThat(refused).containsExactly("more than 1,000 values were printed, the rest is left out|");
    }

    @Test
    void whateverIsPrintedYieldsOnlyWhatTheServiceTakes() {
        // Given
        Random random = new Random(20_260_101);
        for (int i = 0; i < 20_000; i++) {
            String output = noise(random);

            // When
            List<MetricValue> values = parse(output);

            // Then
            assertThat(values)
                    .hasSizeLessThanOrEqualTo(MetricOutput.MOST_VALUES)
                    .allSatisfy(value -> {
                        assertThat(value.name().value()).matches("custom(\\.[-a-zA-Z0-9_]+)+");
                        assertThat(value.value()).isFinite();
                        assertThat(value.epochSecond()).isEqualTo(AT);
                    });
            long lines = output.lines().count()
                    + output.chars().filter(c -> c == '\r').count()
                    + 1;
            assertThat(values.size() + refused.size()).isLessThanOrEqualTo((int) lines);
            refused.clear();
        }
    }

    @Test
    void goodLinesAreTakenWhateverStandsBetweenThem() {
        // Given
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            String output = "first 1 2\n" + noise(random).replace("good", "bad") + "\ngood.last 3 4\n";

            // When
            List<MetricValue> values = parse(output);

            // Then
            assertThat(values).startsWith(value("custom.first", 1)).endsWith(value("custom.good.last", 3));
        }
    }

    private List<MetricValue> parse(String output) {
        return MetricOutput.parse(output, false, AT, this::refuse);
    }

    private void refuse(String reason, String line) {
        refused.add(reason + "|" + line);
    }

    private static MetricValue value(String name, double value) {
        return new MetricValue(new MetricName(name), AT, value);
    }

    private static String lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i + " " + i + " 1").collect(Collectors.joining("\n"));
    }

    /** Pieces of good and bad lines, or bytes of any kind. */
    private static String noise(Random random) {
        if (random.nextInt(4) == 0) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
        String[] pieces = {
            "a",
            "b.c",
            ".",
            "..",
            "-",
            "_",
            "custom.",
            "é",
            "\uD83D\uDE00",
            "\0",
            "\u001B[31m",
            "1",
            "-1.5",
            "1e309",
            "NaN",
            "0x1p3",
            "1d",
            "1e-400",
            "+",
            " ",
            "\t",
            "\t",
            "\t",
            "\n",
            "\n",
            "\r\n",
            "\r",
            "\u00A0",
            "\u2028",
            "#",
            "=",
            "1700000000"
        };
        return IntStream.range(0, random.nextInt(60))
                .mapToObj(i -> pieces[random.nextInt(pieces.length)])
                .collect(Collectors.joining());
    }
}
