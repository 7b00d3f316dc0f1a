package io.mackerel.agent;

import static io.mackerel.agent.ScriptedPlatform.reading;
import static io.mackerel.agent.ScriptedPlatform.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mackerel.agent.CollectionCycle.Outcome;
import io.mackerel.agent.delivery.Outbox;
import io.mackerel.agent.metric.InterfaceName;
import io.mackerel.agent.metric.InterfaceSample;
import io.mackerel.agent.metric.MetricValue;
import io.mackerel.agent.metric.Reading;
import io.mackerel.agent.metric.SampleTime;
import io.mackerel.agent.metric.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CollectionCycleTest {
    private final HandClock clock = new HandClock();
    private final Outbox<MetricValue> outbox = Outbox.ofValues(1_000);
    private final AtomicInteger added = new AtomicInteger();
    private final List<Instant> others = new ArrayList<>();

    @Test
    void anOutageOfThePlatformIsAGapAndThenTheRightMean() {
        // Given
        CollectionCycle cycle = cycle(new ScriptedPlatform()
                .snapshot(reading(0, 10))
                .snapshot(silence())
                .snapshot(silence())
                .snapshot(reading(180, 100)));

        // When
        for (int minute = 0; minute < 4; minute++) {
            cycle.collect();
            clock.advance(Duration.ofMinutes(1));
        }

        // Then
        assertThat(cpu()).containsExactly(50.0);
    }

    @Test
    void aFailedCollectionIsAnOutcomeNotAnException() {
        // Given
        CollectionCycle cycle = cycle(new ScriptedPlatform().snapshot(silence()));

        // When
        Outcome outcome = cycle.collect();

        // Then
        assertThat(outcome).isEqualTo(new Outcome.Failed());
        assertThat(cycle.sinceLast()).isNull();
    }

    @Test
    void whatIsLeftWhenThePlatformTellsNothingIsKept() {
        // Given
        CollectionCycle cycle =
                cycle(new ScriptedPlatform().snapshot(traffic(0, 100)).snapshot(traffic(60, 700)));
        cycle.collect();

        // When
        Outcome outcome = cycle.collect();

        // Then
        assertThat(outcome).isEqualTo(new Outcome.Collected(false));
        assertThat(outbox.oldest(10).items())
                .extracting(value -> value.name().value(), MetricValue::value)
                .containsExactly(tuple("interface.eth0.rxBytes.delta", 10.0));
    }

    private static Callable<Snapshot> traffic(long second, long bytes) {
        Instant at = Instant.ofEpochSecond(second);
        InterfaceSample eth0 =
                new InterfaceSample(new InterfaceName("eth0"), new Reading(bytes, SampleTime.stamped(at)), null);
        return () -> Snapshot.withoutContainers(at, List.of(eth0), "the kubelet does not answer");
    }

    @Test
    void aFaultInTheAgentItselfIsSurvived() {
        // Given
        CollectionCycle cycle = cycle(new ScriptedPlatform()
                .snapshot(() -> {
                    throw new IllegalStateException("a fault");
                })
                .snapshot(reading(0, 1)));

        // When
        Outcome first = cycle.collect();
        Outcome second = cycle.collect();

        // Then
        assertThat(first).isEqualTo(new Outcome.Failed());
        assertThat(second).isEqualTo(new Outcome.Collected(false));
    }

    @Test
    void aPlatformThatHangsIsLeftBehind() {
        // Given
        CountDownLatch never = new CountDownLatch(1);
        CollectionCycle cycle = cycle(new ScriptedPlatform().snapshot(() -> {
            never.await();
            throw new IllegalStateException("unreachable");
        }));

        // When
        Outcome outcome = cycle.collectPlatform(Duration.ofMillis(50));

        // Then
        assertThat(outcome).isEqualTo(new Outcome.Failed());
    }

    @Test
    void deliveryIsToldOfNewValues() {
        // Given
        CollectionCycle cycle = cycle(new ScriptedPlatform().snapshot(reading(0, 1)));

        // When
        cycle.collect();

        // Then
        assertThat(added).hasValue(1);
        assertThat(outbox.size()).isEqualTo(2);
    }

    @Test
    void theAgeOfTheLastCollectionIsKnown() {
        // Given
        CollectionCycle cycle = cycle(new ScriptedPlatform().snapshot(reading(0, 1)));
        cycle.collect();

        // When
        clock.advance(Duration.ofSeconds(7));

        // Then
        assertThat(cycle.sinceLast()).isEqualTo(Duration.ofSeconds(7));
    }

    private CollectionCycle cycle(ScriptedPlatform platform) {
        return new CollectionCycle(
                platform,
                new Intake<>("values", outbox, added::incrementAndGet, clock::nanoTime),
                others::add,
                clock.clocks());
    }

    private List<Double> cpu() {
        return outbox.oldest(1_000).items().stream()
                .filter(value -> value.name().value().equals("container.cpu.app.usage"))
                .map(MetricValue::value)
                .toList();
    }
}
