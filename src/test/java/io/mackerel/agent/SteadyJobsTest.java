package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SteadyJobsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final HandClock clock = new HandClock();
    private final HandJobs scheduler = new HandJobs();
    private final SteadyJobs jobs = new SteadyJobs(scheduler, clock.clocks());

    @Test
    void jobsStartAnewWhenTheWallClockIsSetBackAnHour() {
        // Given
        jobs.every("metrics", Duration.ofSeconds(40), MINUTE, () -> {});
        clock.advance(Duration.ofSeconds(10));
        clock.step(Duration.ofHours(-1));

        // When
        jobs.check();

        // Then
        assertThat(scheduler.jobs.get("metrics").first()).isEqualTo(Duration.ofSeconds(30));
        assertThat(scheduler.jobs.get("metrics").interval()).isEqualTo(MINUTE);
    }

    @Test
    void aJobKeepsItsCadence() {
        // Given
        jobs.every("metrics", Duration.ofSeconds(40), MINUTE, () -> {});
        clock.advance(Duration.ofSeconds(40 + 3 * 60 + 25));
        clock.step(Duration.ofHours(-1));

        // When
        jobs.check();

        // Then
        assertThat(scheduler.jobs.get("metrics").first()).isEqualTo(Duration.ofSeconds(35));
    }

    @Test
    void jobsAreLeftAloneWhileTheClockRunsEvenly() {
        // Given
        jobs.every("metrics", Duration.ofSeconds(40), MINUTE, () -> {});

        // When
        for (int check = 0; check < 1_000; check++) {
            clock.advance(Duration.ofSeconds(10));
            clock.step(Duration.ofMillis(-50));
            jobs.check();
        }

        // Then
        assertThat(scheduler.jobs.get("metrics").first()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void aClockSetForwardNeedsNothing() {
        // Given
        jobs.every("metrics", Duration.ofSeconds(40), MINUTE, () -> {});
        clock.step(Duration.ofHours(1));

        // When
        jobs.check();

        // Then
        assertThat(scheduler.jobs.get("metrics").first()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void aCancelledJobDoesNotComeBack() {
        // Given
        jobs.every("first-values", MINUTE, MINUTE, () -> {});
        jobs.cancel("first-values");
        clock.step(Duration.ofHours(-1));

        // When
        jobs.check();

        // Then
        assertThat(scheduler.jobs).isEmpty();
    }
}
