package io.mackerel.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockFindingTest {
    @ParameterizedTest
    @CsvSource({"0, OK", "30, OK", "-30, OK", "31, PROBLEM", "-31, PROBLEM"})
    void halfAMinuteIsTolerated(long seconds, Outcome expected) {
        // When
        Finding finding = ClockFinding.of(Duration.ofSeconds(seconds));

        // Then
        assertThat(finding.outcome()).isEqualTo(expected);
    }

    @Test
    void aClockThatIsBehindStampsTooEarly() {
        // When
        Finding finding = ClockFinding.of(Duration.ofSeconds(3600));

        // Then
        assertThat(finding.text()).contains("3600 s behind", "too early");
        assertThat(finding.advice()).contains("NTP");
    }

    @Test
    void aClockThatIsAheadStampsTooLate() {
        // When
        Finding finding = ClockFinding.of(Duration.ofSeconds(-90));

        // Then
        assertThat(finding.text()).contains("90 s ahead", "too late");
    }

    @Test
    void withoutMackerelsTimeNothingIsSaidOfTheOwn() {
        // When
        Finding finding = ClockFinding.of(null);

        // Then
        assertThat(finding.outcome()).isEqualTo(Outcome.NOTE);
        assertThat(finding.text()).startsWith("not checked");
    }
}
