package io.mackerel.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedTaskTest {
    private static final Instant CREATED = MovedClock.START;
    private static final Duration PENDING = Duration.ofMillis(1500);
    private static final long MIB = 1024 * 1024;

    @Test
    void theTaskIsPendingAtFirstAndItsContainersCountNothing() {
        // Given
        SimulatedTask task = task(3, 1);

        // When
        TaskReading reading = task.readingAt(CREATED.plusMillis(1499));

        // Then
        assertThat(reading.running()).isFalse();
        assertThat(reading.containers()).hasSize(3).noneMatch(ContainerReading::running);
        assertThat(reading.containers()).noneMatch(ContainerReading::hasStats);
    }

    @Test
    void aContainerHasNoStatsInItsFirstSecond() {
        // Given
        SimulatedTask task = task(3, 1);

        // When
        List<TaskReading> readings = List.of(
                task.readingAt(CREATED.plus(PENDING)),
                task.readingAt(CREATED.plus(PENDING).plusMillis(999)),
                task.readingAt(CREATED.plus(PENDING).plusMillis(1000)));

        // Then
        assertThat(readings).allMatch(TaskReading::running);
        assertThat(readings)
                .map(reading -> reading.containers().getFirst().hasStats())
                .containsExactly(false, false, true);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 42, 1001})
    void theSameSeedGivesTheSameReadingsHoweverOftenItIsAsked(long seed) {
        // Given
        SimulatedTask often = task(3, seed);
        SimulatedTask seldom = task(3, seed);
        LongStream.range(0, 2400).forEach(i -> often.readingAt(CREATED.plusMillis(i * 250)));

        // When
        TaskReading reading = often.readingAt(CREATED.plusSeconds(600));

        // Then
        assertThat(reading).isEqualTo(seldom.readingAt(CREATED.plusSeconds(600)));
    }

    @Test
    void anotherSeedIsAnotherTask() {
        // Given
        SimulatedTask task = task(3, 1);

        // When
        TaskReading reading = task.readingAt(CREATED.plusSeconds(60));

        // Then
        TaskReading other = task(3, 2).readingAt(CREATED.plusSeconds(60));
        assertThat(reading.task().taskId()).isNotEqualTo(other.task().taskId());
        assertThat(reading.traffic()).isNotEqualTo(other.traffic());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 42, 1001})
    void cpuTimeGrowsExceptAtARestart(long seed) {
        // Given
        SimulatedTask task = task(3, seed);

        // When
        List<TaskReading> readings = tenMinutesOf(task);

        // Then
        forEachStep(readings, (before, after) -> {
            if (after.restarts() == before.restarts()) {
                assertThat(after.cpuNanos()).isGreaterThan(before.cpuNanos());
                assertThat(after.previousCpuNanos()).isEqualTo(before.cpuNanos());
                assertThat(after.startedAt()).isEqualTo(before.startedAt());
            } else {
                assertThat(after.cpuNanos()).isZero();
                assertThat(after.startedAt()).isAfter(before.startedAt());
                assertThat(after.dockerId()).isEqualTo(before.dockerId());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 10, 50})
    void allContainersTogetherStayWithinTheTasksCpu(int containers) {
        // Given
        SimulatedTask task = task(containers, 5);

        // When
        List<TaskReading> readings = tenMinutesOf(task);

        // Then
        double limit = readings.getFirst().task().vcpu() * 1e9;
        assertThat(readings)
                .allSatisfy(
                        reading -> assertThat(usedInTheLastSecond(reading)).isLessThanOrEqualTo(limit + containers));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 42, 1001})
    void memoryStaysBelowTheLimit(long seed) {
        // Given
        SimulatedTask task = task(3, seed);

        // When
        List<TaskReading> readings = tenMinutesOf(task);

        // Then
        assertThat(readings).flatMap(TaskReading::containers).allSatisfy(container -> {
            int own = container.workload().memoryLimitMib();
            assertThat(container.memoryBytes()).isLessThan((own > 0 ? own : 2048) * MIB);
            assertThat(container.inactiveFileBytes()).isLessThanOrEqualTo(container.memoryBytes());
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 42, 1001})
    void onlyTheLeakingContainerIsRestartedAndThatEveryCoupleOfMinutes(long seed) {
        // Given
        SimulatedTask task = task(3, seed);

        // When
        TaskReading last = tenMinutesOf(task).getLast();

        // Then
        assertThat(last.containers()).map(ContainerReading::name).containsExactly("web", "worker", "redis");
        assertThat(last.containers().get(0).restarts()).isZero();
        assertThat(last.containers().get(1).restarts()).isBetween(3, 7);
        assertThat(last.containers().get(2).restarts()).isZero();
    }

    @Test
    void aRestartIsToldOnce() {
        // Given
        List<TaskReading> readings = tenMinutesOf(task(3, 1));

        // When
        List<String> told = new ArrayList<>();
        for (int i = 1; i < readings.size(); i++) {
            readings.get(i).restartedSince(readings.get(i - 1)).forEach(container -> told.add(container.name()));
        }

        // Then
        int restarts = readings.getLast().containers().get(1).restarts();
        assertThat(told).hasSize(restarts).containsOnly("worker");
    }

    @Test
    void theTrafficFollowsTheWebContainersLoad() {
        // Given
        List<TaskReading> readings = tenMinutesOf(task(3, 1));

        // When
        List<TaskReading> busy =
                readings.stream().filter(r -> webLoad(r) > 0.5e9).toList();
        List<TaskReading> quiet =
                readings.stream().filter(r -> webLoad(r) < 0.25e9).toList();

        // Then
        assertThat(busy).isNotEmpty();
        assertThat(quiet).isNotEmpty();
        assertThat(busy).allMatch(r -> r.traffic().sentPerSecond() > 1_200_000);
        assertThat(quiet.stream().filter(r -> r.seconds() > 0))
                .allMatch(r -> r.traffic().sentPerSecond() < 900_000);
    }

    @Test
    void theCountersOfTheNetworkAreTheSumOfItsSpeeds() {
        // Given
        SimulatedTask task = task(3, 1);

        // When
        List<TaskReading> readings = tenMinutesOf(task);

        // Then
        long sum = readings.stream()
                .mapToLong(r -> r.traffic().receivedPerSecond())
                .sum();
        assertThat(readings.getLast().traffic().received()).isEqualTo(sum);
    }

    @Test
    void aReadingIsAtMostOneSecondOldAndNeverFromTheFuture() {
        // Given
        SimulatedTask task = task(3, 1);
        List<Instant> asked = IntStream.range(0, 100)
                .mapToObj(i -> CREATED.plusMillis(1500 + i * 333L))
                .toList();

        // When
        List<TaskReading> readings = asked.stream().map(task::readingAt).toList();

        // Then
        for (int i = 0; i < asked.size(); i++) {
            assertThat(Duration.between(readings.get(i).at(), asked.get(i)))
                    .isBetween(Duration.ZERO, Duration.ofSeconds(1));
        }
    }

    @Test
    void aClockThatGoesBackGetsTheLatestReadingAgain() {
        // Given
        SimulatedTask task = task(3, 1);
        TaskReading latest = task.readingAt(CREATED.plusSeconds(100));

        // When
        TaskReading again = task.readingAt(CREATED.minusSeconds(3600));

        // Then
        assertThat(again).isEqualTo(latest);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 10, 50, 100})
    void manyContainersHaveDifferentNamesAndASizeThatFargateSells(int containers) {
        // Given
        SimulatedTask task = task(containers, 1);

        // When
        TaskReading reading = task.readingAt(CREATED);

        // Then
        assertThat(reading.containers())
                .map(ContainerReading::name)
                .hasSize(containers)
                .doesNotHaveDuplicates();
        assertThat(reading.containers()).map(ContainerReading::dockerId).doesNotHaveDuplicates();
        assertThat(reading.task().vcpu()).isIn(1, 2, 4, 8, 16);
        assertThat(reading.task().memoryMib()).isEqualTo(reading.task().vcpu() * 2048);
    }

    private static SimulatedTask task(int containers, long seed) {
        return new SimulatedTask(containers, CREATED, PENDING, new SplittableRandom(seed));
    }

    private static List<TaskReading> tenMinutesOf(SimulatedTask task) {
        return IntStream.rangeClosed(2, 600)
                .mapToObj(i -> task.readingAt(CREATED.plusSeconds(i)))
                .toList();
    }

    private static double usedInTheLastSecond(TaskReading reading) {
        return reading.containers().stream()
                .mapToDouble(container -> container.cpuNanos() - container.previousCpuNanos())
                .sum();
    }

    private static double webLoad(TaskReading reading) {
        ContainerReading web = reading.containers().getFirst();
        return web.cpuNanos() - web.previousCpuNanos();
    }

    private interface Step {
        void check(ContainerReading before, ContainerReading after);
    }

    private static void forEachStep(List<TaskReading> readings, Step step) {
        for (int i = 1; i < readings.size(); i++) {
            for (int c = 0; c < readings.get(i).containers().size(); c++) {
                step.check(
                        readings.get(i - 1).containers().get(c),
                        readings.get(i).containers().get(c));
            }
        }
    }
}
