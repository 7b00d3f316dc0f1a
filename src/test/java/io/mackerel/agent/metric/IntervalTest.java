package io.mackerel.agent.metric;

import static io.mackerel.agent.metric.Samples.reading;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IntervalTest {
    private static final Reading KEPT = reading(7, 100);

    static Stream<Arguments> readings() {
        return Stream.of(
                Arguments.of(reading(9, 100.000000001), new Interval.Usable(KEPT, reading(9, 100.000000001))),
                Arguments.of(reading(9, 700), new Interval.Usable(KEPT, reading(9, 700))),
                Arguments.of(reading(9, 700.000000001), new Interval.Stale()),
                Arguments.of(reading(9, 99.999999999), new Interval.Stale()),
                Arguments.of(reading(9, 100), new Interval.Unchanged(KEPT)));
    }

    @ParameterizedTest
    @MethodSource("readings")
    void theTimeBetweenTwoReadingsDecidesWhatTheyAreGoodFor(Reading current, Interval expected) {
        // When
        Interval interval = Interval.between(KEPT, current);

        // Then
        assertThat(interval).isEqualTo(expected);
    }

    @Test
    void theFirstReadingHasNothingToBeComparedWith() {
        // When
        Interval interval = Interval.between(null, KEPT);

        // Then
        assertThat(interval).isEqualTo(new Interval.First());
    }

    @Test
    void anIntervalIsCountedInSeconds() {
        // When
        double seconds = new Interval.Usable(KEPT, reading(9, 102.25)).seconds();

        // Then
        assertThat(seconds).isEqualTo(2.25);
    }
}
