package io.mackerel.agent;

import static io.mackerel.agent.ScriptedPlatform.empty;
import static io.mackerel.agent.ScriptedPlatform.reading;
import static io.mackerel.agent.ScriptedPlatform.silence;
import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.delivery.Outbox;
import io.mackerel.agent.metric.MetricValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectionScheduleTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final HandClock clock = new HandClock();
    private final HandJobs jobs = new HandJobs();
    private final Outbox<MetricValue> outbox = Outbox.ofValues(1_000);

    @Test
    void theFirstSampleIsTakenAtOnceAndTheSecondFiveSecondsLater() {
        // When
        schedule(new ScriptedPlatform().snapshot(reading(100, 1)), MINUTE).start("task1.ecs");

        // Then
        assertThat(names()).contains("container.memory.app.usage").doesNotContain("container.cpu.app.usage");
        assertThat(jobs.jobs).containsOnlyKeys("first-values");
        assertThat(jobs.jobs.get("first-values").first()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void theRegularCycleFollowsTheFirstValues() {
        // Given
        schedule(new ScriptedPlatform().snapshot(reading(100, 1)).snapshot(reading(105, 2)), MINUTE)
                .start("task1.ecs");

        // When
        early();

        // Then
        assertThat(names()).contains("container.cpu.app.usage");
        assertThat(jobs.jobs).containsOnlyKeys("metrics");
        assertThat(jobs.jobs.get("metrics").interval()).isEqualTo(MINUTE);
    }

    @Test
    void aSourceThatAnswersTheOldReadingIsAskedAgainEveryFiveSeconds() {
        // Given
        schedule(
                        new ScriptedPlatform()
                                .snapshot(reading(100, 1))
                                .snapshot(reading(100, 1))
                                .snapshot(reading(100, 1))
                                .snapshot(reading(112, 2)),
                        MINUTE)
                .start("task1.ecs");

        // When
        IntStream.range(0, 3).forEach(time -> early());

        // Then
        assertThat(names()).filteredOn("container.cpu.app.usage"::equals).hasSize(1);
        assertThat(jobs.jobs).containsOnlyKeys("metrics");
    }

    @Test
    void afterThirtySecondsTheRegularCycleBeginsAllTheSame() {
        // Given
        schedule(new ScriptedPlatform().snapshot(reading(100, 1)), MINUTE).start("task1.ecs");
        IntStream.range(0, 5).forEach(time -> early());
        boolean stillEarly = jobs.jobs.containsKey("first-values");

        // When
        early();

        // Then
        assertThat(stillEarly).isTrue();
        assertThat(jobs.jobs).containsOnlyKeys("metrics");
    }

    @Test
    void aFailedFirstSampleIsMadeUpFor() {
        // Given
        schedule(
                        new ScriptedPlatform()
                                .snapshot(silence())
                                .snapshot(reading(105, 1))
                                .snapshot(reading(110, 2)),
                        MINUTE)
                .start("task1.ecs");

        // When
        early();
        early();

        // Then
        assertThat(names()).contains("container.cpu.app.usage");
        assertThat(jobs.jobs).containsOnlyKeys("metrics");
    }

    @Test
    void aContainerThatStartsAfterTheAgentIsWaitedForToo() {
        // Given
        schedule(
                        new ScriptedPlatform()
                                .snapshot(empty(100))
                                .snapshot(reading(105, 1))
                                .snapshot(reading(110, 2)),
                        MINUTE)
                .start("task1.ecs");
        early();
        boolean stillEarly = jobs.jobs.containsKey("first-values");

        // When
        early();

        // Then
        assertThat(stillEarly).isTrue();
        assertThat(names()).contains("container.cpu.app.usage");
        assertThat(jobs.jobs).containsOnlyKeys("metrics");
    }

    @Test
    void anIntervalShorterThanFiveSecondsHoldsFromTheStart() {
        // When
        schedule(new ScriptedPlatform().snapshot(reading(100, 1)), Duration.ofSeconds(2))
                .start("task1.ecs");

        // Then
        assertThat(jobs.jobs.get("first-values").interval()).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"60000, 10000, 70000", "5000, 5000, 10000", "1000, 1000, 2000"})
    void theNextRegularCollectionIsNeitherTooSoonNorTooLate(long interval, long least, long most) {
        // Given
        Instant now = Instant.parse("2027-01-15T08:00:17.250Z");

        // When
        List<Long> waits = IntStream.range(0, 1_000)
                .mapToObj(number -> CollectionSchedule.untilNext(now, Duration.ofMillis(interval), "task" + number)
                        .toMillis())
                .toList();

        // Then
        assertThat(waits).allMatch(wait -> wait >= least && wait < most);
    }

    @Test
    void aThousandAgentsSpreadOverTheMinute() {
        // Given
        Instant now = Instant.parse("2027-01-15T08:00:00Z");

        // When
        long[] agentsPerTenSeconds = new long[6];
        IntStream.range(0, 1_000)
                .mapToObj(number -> Integer.toHexString(number * 0x9E3779B9) + ".ecs")
                .map(identity -> now.plus(CollectionSchedule.untilNext(now, MINUTE, identity)))
                .forEach(at -> agentsPerTenSeconds[(int) (at.getEpochSecond() % 60 / 10)]++);

        // Then
        assertThat(LongStream.of(agentsPerTenSeconds).boxed()).allMatch(count -> count > 100 && count < 240);
    }

    @Test
    void anIdentityKeepsItsOffset() {
        // Given
        Instant one = Instant.parse("2027-01-15T08:00:17.250Z");
        Instant other = Instant.parse("2027-01-15T09:41:03Z");

        // When
        Instant next = one.plus(CollectionSchedule.untilNext(one, MINUTE, "task1.ecs"));
        Instant nextLater = other.plus(CollectionSchedule.untilNext(other, MINUTE, "task1.ecs"));

        // Then
        assertThat(next.toEpochMilli() % 60_000).isEqualTo(nextLater.toEpochMilli() % 60_000);
    }

    @Test
    void anotherIntervalBringsAnotherCadenceOnceTheRegularOneRuns() {
        // Given
        AtomicReference<Duration> interval = new AtomicReference<>(MINUTE);
        CollectionSchedule schedule =
                schedule(new ScriptedPlatform().snapshot(reading(100, 1)).snapshot(reading(105, 2)), interval::get);
        schedule.start("task1.ecs");
        schedule.restart();
        List<String> whileEarly = List.copyOf(jobs.jobs.keySet());
        early();
        interval.set(Duration.ofSeconds(20));

        // When
        schedule.restart();

        // Then
        assertThat(whileEarly).containsExactly("first-values");
        assertThat(jobs.jobs).containsOnlyKeys("metrics");
        assertThat(jobs.jobs.get("metrics").interval()).isEqualTo(Duration.ofSeconds(20));
    }

    private CollectionSchedule schedule(ScriptedPlatform platform, Duration interval) {
        return schedule(platform, () -> interval);
    }

    private CollectionSchedule schedule(ScriptedPlatform platform, Supplier<Duration> interval) {
        CollectionCycle cycle = new CollectionCycle(
                platform, new Intake<>("values", outbox, () -> {}, clock::nanoTime), at -> {}, clock.clocks());
        return new CollectionSchedule(cycle, jobs, clock.clocks(), interval);
    }

    private void early() {
        clock.advance(Duration.ofSeconds(5));
        jobs.run("first-values");
    }

    private List<String> names() {
        return outbox.oldest(1_000).items().stream()
                .map(MetricValue::name)
                .map(Object::toString)
                .toList();
    }
}
