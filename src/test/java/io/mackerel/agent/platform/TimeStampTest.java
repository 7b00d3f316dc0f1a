package io.mackerel.agent.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeStampTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-22T13:39:49Z, 2026-11-22T13:39:49Z",
        "2026-11-22T13:39:49.5Z, 2026-11-22T13:39:49.500Z",
        "2026-11-22T13:39:49.266648202Z, 2026-11-22T13:39:49.266648202Z",
        "2026-11-22T22:39:49.25+09:00, 2026-11-22T13:39:49.250Z"
    })
    void aTimeIsReadWithUpToNineDecimalsAndAnyOffset(String text, Instant expected) {
        // When
        Instant instant = TimeStamp.parse(text);

        // Then
        assertThat(instant).isEqualTo(expected);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "0001-01-01T00:00:00Z",
                "1970-01-01T00:00:00Z",
                "yesterday",
                "2026-11-22",
                "2026-11-22T13:39:49",
                "2026-13-22T13:39:49Z",
                "1763818789"
            })
    void noTimeAndAnAbsurdOneAreAbsent(String text) {
        assertThat(TimeStamp.parse(text)).isNull();
    }
}
