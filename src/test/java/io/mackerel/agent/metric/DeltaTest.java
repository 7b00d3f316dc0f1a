package io.mackerel.agent.metric;

import static io.mackerel.agent.metric.Samples.reading;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeltaTest {
    static Stream<Arguments> counters() {
        return Stream.of(
                Arguments.of(5L, 7L, new Delta.Increase(2)),
                Arguments.of(5L, 5L, new Delta.Increase(0)),
                Arguments.of(5L, 4L, new Delta.Reset()),
                Arguments.of(0L, Long.MAX_VALUE, new Delta.Increase(Long.MAX_VALUE)),
                Arguments.of(Long.MAX_VALUE, 0L, new Delta.Reset()));
    }

    @ParameterizedTest
    @MethodSource("counters")
    void aCounterGrewOrWasSetBack(long previous, long current, Delta expected) {
        // When
        Delta delta = Delta.between(reading(previous, 0), reading(current, 60));

        // Then
        assertThat(delta).isEqualTo(expected);
    }
}
