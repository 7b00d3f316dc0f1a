package io.mackerel.agent.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(7));

    @Test
    void theCeilingDoublesWithEachFailureUpToTheLongest() {
        // When
        List<Long> seconds = IntStream.rangeClosed(1, 9)
                .mapToObj(failures -> backoff.ceiling(failures).toSeconds())
                .toList();

        // Then
        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    }

    @Test
    void aMillionFailuresDoNotOverflow() {
        assertThat(backoff.ceiling(1_000_000)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void waitsAreDrawnFromTheWholeRangeSoThatAgentsSpread() {
        // When
        List<Long> millis = IntStream.range(0, 1_000)
                .mapToObj(draw -> backoff.afterFailures(4).toMillis())
                .toList();

        // Then
        assertThat(millis).allMatch(wait -> wait >= 0 && wait <= 8_000);
        assertThat(millis).anyMatch(wait -> wait < 1_000).anyMatch(wait -> wait > 7_000);
    }

    @Test
    void aServiceThatAsksToBeTriedAtOnceDoesNotShortenTheWait() {
        // Given
        Backoff same = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(7));

        // When
        Duration wait = backoff.afterFailures(6, Duration.ZERO);

        // Then
        assertThat(wait).isEqualTo(same.afterFailures(6)).isPositive();
    }

    @Test
    void aServiceThatAsksForALongerWaitGetsItUpToTenMinutes() {
        assertThat(backoff.afterFailures(1, Duration.ofSeconds(90))).isEqualTo(Duration.ofSeconds(90));
        assertThat(backoff.afterFailures(1, Duration.ofDays(1))).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aLongestShorterThanTheFirstIsRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), new Random()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
