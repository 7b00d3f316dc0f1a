package io.mackerel.agent;

import static io.mackerel.agent.ScriptedPlatform.reading;
import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.delivery.Backoff;
import io.mackerel.agent.delivery.Outbox;
import io.mackerel.agent.delivery.Publisher;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.mackerel.HostIdStore;
import io.mackerel.agent.mackerel.HostRegistration;
import io.mackerel.agent.mackerel.MackerelFake;
import io.mackerel.agent.mackerel.MackerelMetricSink;
import io.mackerel.agent.metric.MetricValue;
import io.mackerel.agent.platform.PlatformException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShutdownTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
    private static final HostId HOST = new HostId("host1");

    private final HandClock clock = new HandClock();
    private final Clocks clocks = clock.clocks();
    private final long second = clock.wall().getEpochSecond();
    private final ScriptedPlatform platform =
            new ScriptedPlatform().snapshot(reading(second, 1)).snapshot(reading(second + 6, 2));
    private final MackerelFake mackerel = new MackerelFake();
    private final HostIdStore store = HostIdStore.inMemory();
    private final HostRegistration registration = new HostRegistration(mackerel.client(), store);
    private final HostSpecs specs =
            new HostSpecs(platform, new Machine(Path.of("/nowhere"), clock::nanoTime), TestConfig::defaults);
    private final CurrentHost host = new CurrentHost();
    private final Outbox<MetricValue> outbox = Outbox.ofValues(1_000);
    private final Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), new Random(1));
    private final DeliveryLoop<MetricValue> delivery = new DeliveryLoop<>(
            "values",
            outbox,
            new Publisher<>(
                    outbox, new MackerelMetricSink(mackerel.client()), Publisher.VALUES, backoff, clocks.wall()),
            host,
            System::nanoTime);
    private final Deliveries deliveries = new Deliveries(List.of(delivery));
    private final CollectionCycle collection = new CollectionCycle(
            platform, new Intake<>("values", outbox, delivery::wake, clock::nanoTime), at -> {}, clocks);
    private final Thread hostCycle = Thread.ofVirtual().start(() -> {});

    @BeforeEach
    void collectOnce() {
        delivery.start();
        collection.collect();
    }

    @Test
    void theLastValuesArePostedAndThenTheHostIsRetired() throws Exception {
        // Given
        resolve();
        clock.advance(Duration.ofSeconds(6));
        int before = mackerel.calls().size();

        // When
        shutdown(clocks).run(LONG_ENOUGH, hostCycle);

        // Then
        List<String> calls = mackerel.calls().subList(before, mackerel.calls().size());
        assertThat(calls).startsWith("POST tsdb").endsWith("POST hosts/host1/retire");
        assertThat(mackerel.posted()).isEqualTo(2 + 4);
        assertThat(store.load()).isEmpty();
    }

    @Test
    void aFreshCollectionIsNotRepeated() throws Exception {
        // Given
        resolve();
        clock.advance(Duration.ofSeconds(4));

        // When
        shutdown(clocks).run(LONG_ENOUGH, hostCycle);

        // Then
        assertThat(mackerel.posted()).isEqualTo(2);
    }

    @Test
    void theHostOfAnEarlierRunIsFoundAndRetired() throws Exception {
        // Given
        registration.resolve(specs.current());

        // When
        shutdown(clocks).run(LONG_ENOUGH, hostCycle);

        // Then
        assertThat(mackerel.isRetired("host1")).isTrue();
        assertThat(mackerel.posted()).isEqualTo(2);
        assertThat(mackerel.calls()).filteredOn("POST hosts"::equals).hasSize(1);
    }

    @Test
    void whereThereIsNoHostNoneIsCreated() throws Exception {
        // When
        shutdown(clocks).run(LONG_ENOUGH, hostCycle);

        // Then
        assertThat(mackerel.calls()).noneMatch(call -> call.startsWith("POST"));
        assertThat(outbox.size()).isEqualTo(2);
    }

    @Test
    void aRetirementThatFailsIsTriedAgain() throws Exception {
        // Given
        resolve();
        mackerel.failNextOf("/retire", 500, 3);

        // When
        shutdown(realTime()).run(LONG_ENOUGH, hostCycle);

        // Then
        assertThat(mackerel.isRetired("host1")).isTrue();
    }

    @Test
    void aRetirementThatFailsToTheEndKeepsTheId() throws Exception {
        // Given
        resolve();
        mackerel.failNextOf("/retire", 500, 100_000);

        // When
        shutdown(realTime()).run(Duration.ofMillis(400), hostCycle);

        // Then
        assertThat(mackerel.isRetired("host1")).isFalse();
        assertThat(store.load()).contains(HOST);
    }

    private void resolve() throws PlatformException {
        registration.resolve(specs.current());
        host.set(HOST);
    }

    private Clocks realTime() {
        return new Clocks(clocks.wall(), System::nanoTime, clocks.random());
    }

    private Shutdown shutdown(Clocks used) {
        return new Shutdown(collection, deliveries, specs, registration, host, backoff, used);
    }
}
