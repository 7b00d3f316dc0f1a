package io.mackerel.agent.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTimeTest {
    @Test
    void nanosecondsOfATimeStampAreKept() {
        // Given
        SampleTime earlier = SampleTime.stamped(Instant.parse("2026-11-22T13:39:49.999999998Z"));

        // When
        double seconds = SampleTime.stamped(Instant.parse("2026-11-22T13:39:50.000000001Z"))
                .secondsSince(earlier);

        // Then
        assertThat(seconds).isEqualTo(3e-9);
    }

    @Test
    void aClockThatWentBackGivesNegativeSeconds() {
        // Given
        SampleTime earlier = SampleTime.monotonic(2_500_000_000L);

        // When
        double seconds = SampleTime.monotonic(1_000_000_000L).secondsSince(earlier);

        // Then
        assertThat(seconds).isEqualTo(-1.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0001-01-01T00:00:00Z", "1677-09-21T00:00:00Z", "2262-04-12T00:00:00Z", "9999-12-31T23:59:59Z"})
    void aStampThatNoClockShowsIsRefused(String stamp) {
        assertThatExceptionOfType(DateTimeException.class)
                .isThrownBy(() -> SampleTime.stamped(Instant.parse(stamp)))
                .withMessageContaining(stamp);
    }
}
