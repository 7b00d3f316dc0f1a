package io.mackerel.agent.metric;

import static io.mackerel.agent.metric.ContainerSampleBuilder.app;
import static io.mackerel.agent.metric.Samples.byName;
import static io.mackerel.agent.metric.Samples.reading;
import static io.mackerel.agent.metric.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any counter, however it moves. The seed stands in the test's name. */
class CounterPropertiesTest {
    private static final int COLLECTIONS = 200;
    private static final double ROUNDING = 1e-9;
    private static final String USAGE = "container.cpu.app.usage";

    /** One answer of a source; null is an absent reading. */
    private record Answer(double collectedAt, String containerId, Reading cpuNanos) {}

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noUsageIsNegativeOrAboveTheSteepestRiseBetweenTwoConsecutiveReadings(long seed) {
        // Given
        List<Answer> answers = answers(new Random(seed));

        // When
        List<Double> usages = usages(answers);

        // Then
        double steepest = steepestRise(answers) * (1 + ROUNDING);
        assertThat(usages).hasSize(COLLECTIONS).allSatisfy(usage -> {
            if (usage != null) {
                assertThat(usage).isBetween(0.0, steepest);
            }
        });
        assertThat(usages).filteredOn(usage -> usage != null).hasSizeGreaterThan(COLLECTIONS / 10);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void eachUsageIsTheRiseSinceTheReadingBeforeOrThereIsNone(long seed) {
        // Given
        List<Answer> answers = answers(new Random(seed));

        // When
        List<Double> usages = usages(answers);

        // Then
        Answer previous = null;
        for (int i = 0; i < COLLECTIONS; i++) {
            Answer current = answers.get(i);
            Double expected = current.cpuNanos() == null ? null : rise(previous, current);
            if (expected == null) {
                assertThat(usages.get(i)).as("collection %d", i).isNull();
            } else {
                assertThat(usages.get(i)).as("collection %d", i).isCloseTo(expected, Offset.offset(1e-6));
            }
            previous = current.cpuNanos() == null ? previous : current;
        }
    }

    /** Rises and rests, restarts with and without another id, repeated and absent readings, long gaps, a clock put back. */
    private static List<Answer> answers(Random random) {
        List<Answer> answers = new ArrayList<>();
        double collectedAt = 0;
        double stamp = 0;
        long nanos = random.nextLong(1L << 40);
        int run = 0;
        for (int i = 0; i < COLLECTIONS; i++) {
            double step = 1 + random.nextInt(120);
            collectedAt += step;
            boolean repeated = false;
            switch (random.nextInt(12)) {
                case 0 -> nanos = random.nextLong(nanos + 1);
                case 1 -> {
                    run++;
                    nanos = random.nextLong(1L << 50);
                }
                case 2 -> repeated = true;
                case 3 -> {
                    answers.add(new Answer(collectedAt, "run" + run, null));
                    continue;
                }
                case 4 -> {
                    collectedAt += 700;
                    step += 700;
                }
                case 5 -> step = -random.nextInt(200) - 1;
                default -> nanos += random.nextLong((long) (step * 8e9));
            }
            stamp += repeated ? 0 : step;
            answers.add(new Answer(collectedAt, "run" + run, reading(nanos, stamp)));
        }
        return answers;
    }

    private static List<Double> usages(List<Answer> answers) {
        List<Double> usages = new ArrayList<>();
        Baseline baseline = Baseline.EMPTY;
        for (Answer answer : answers) {
            Measurement measured = ContainerMetrics.between(
                    baseline,
                    snapshot(
                            answer.collectedAt(), app().id(answer.containerId()).cpuNanos(answer.cpuNanos())));
            usages.add(byName(measured).get(USAGE));
            baseline = measured.baseline();
        }
        return usages;
    }

    private static double steepestRise(List<Answer> answers) {
        double steepest = 0;
        Answer previous = null;
        for (Answer current : answers) {
            if (current.cpuNanos() != null) {
                Double rise = rise(previous, current);
                steepest = rise == null ? steepest : Math.max(steepest, rise);
                previous = current;
            }
        }
        return steepest;
    }

    /** Percent of a core from one reading to the next; null when the second does not go on from the first. */
    private static Double rise(Answer previous, Answer current) {
        if (previous == null || !previous.containerId().equals(current.containerId())) {
            return null;
        }
        double nanos =
                current.cpuNanos().at().nanos() - previous.cpuNanos().at().nanos();
        long used = current.cpuNanos().value() - previous.cpuNanos().value();
        return nanos <= 0 || nanos > 600e9 || used < 0 ? null : used / nanos * 100;
    }
}
