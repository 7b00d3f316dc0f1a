package io.mackerel.agent.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mackerel.agent.delivery.Outbox.Batch;
import io.mackerel.agent.metric.MetricName;
import io.mackerel.agent.metric.MetricValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxTest {
    private static final MetricName NAME = new MetricName("custom.test");

    @Test
    void theOldestValuesComeFirst() {
        // Given
        Outbox<MetricValue> outbox = Outbox.ofValues(10);
        outbox.add(values(1, 2, 3));

        // When
        Batch<MetricValue> batch = outbox.oldest(2);

        // Then
        assertThat(batch.items()).extracting(MetricValue::epochSecond).containsExactly(1L, 2L);
    }

    @Test
    void valuesStayPendingUntilTheyAreSettled() {
        // Given
        Outbox<MetricValue> outbox = Outbox.ofValues(10);
        outbox.add(values(1, 2, 3));
        Batch<MetricValue> batch = outbox.oldest(2);
        int before = outbox.size();

        // When
        outbox.settle(batch);

        // Then
        assertThat(before).isEqualTo(3);
        assertThat(pending(outbox)).containsExactly(3L);
    }

    @Test
    void theOldestGoWhenThereIsNoRoomAndAreCounted() {
        // Given
        Outbox<MetricValue> outbox = Outbox.ofValues(3);
        outbox.add(values(1, 2));

        // When
        int dropped = outbox.add(values(3, 4, 5));

        // Then
        assertThat(dropped).isEqualTo(2);
        assertThat(pending(outbox)).containsExactly(3L, 4L, 5L);
    }

    @Test
    void settlingABatchWhoseValuesWentMeanwhileTakesNoOthers() {
        // Given
        Outbox<MetricValue> outbox = Outbox.ofValues(3);
        outbox.add(values(1, 2, 3));
        Batch<MetricValue> inFlight = outbox.oldest(2);
        outbox.add(values(4, 5));

        // When
        outbox.settle(inFlight);

        // Then
        assertThat(pending(outbox)).containsExactly(3L, 4L, 5L);
    }

    @Test
    void valuesOlderThanADayExpire() {
        // Given
        long day = 24 * 60 * 60;
        Outbox<MetricValue> outbox = Outbox.ofValues(10);
        outbox.add(values(999, 1000, 1001));

        // When
        int expired = outbox.expire(Instant.ofEpochSecond(1000 + day));

        // Then
        assertThat(expired).isEqualTo(1);
        assertThat(pending(outbox)).containsExactly(1000L, 1001L);
    }

    @Test
    void anOutboxWithoutRoomIsRefused() {
        assertThatThrownBy(() -> Outbox.ofValues(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverTheOrderOfEventsEachValueLeavesOnceAndInOrder(long seed) {
        // Given
        Random random = new Random(seed);
        Outbox<MetricValue> outbox = Outbox.ofValues(50);
        List<Long> left = new ArrayList<>();
        long next = 0;

        // When
        for (int step = 0; step < 2_000; step++) {
            List<Long> before = pending(outbox);
            long[] added = LongStream.range(next, next + random.nextInt(20)).toArray();
            Batch<MetricValue> inFlight = outbox.oldest(random.nextInt(1, 30));
            next += added.length;
            outbox.add(values(added));
            if (random.nextBoolean()) {
                outbox.settle(inFlight);
            }
            List<Long> after = pending(outbox);
            before.stream().filter(value -> !after.contains(value)).forEach(left::add);
            LongStream.of(added).filter(value -> !after.contains(value)).boxed().forEach(left::add);
        }

        // Then
        left.addAll(pending(outbox));
        assertThat(left)
                .containsExactlyElementsOf(LongStream.range(0, next).boxed().toList());
    }

    private static List<MetricValue> values(long... seconds) {
        return LongStream.of(seconds)
                .mapToObj(second -> new MetricValue(NAME, second, 1))
                .toList();
    }

    private static List<Long> pending(Outbox<MetricValue> outbox) {
        return outbox.oldest(Integer.MAX_VALUE).items().stream()
                .map(MetricValue::epochSecond)
                .toList();
    }
}
