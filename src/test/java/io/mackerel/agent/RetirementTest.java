package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.Retirement.Outcome;
import io.mackerel.agent.delivery.Backoff;
import io.mackerel.agent.host.CustomIdentifier;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.host.HostSpec;
import io.mackerel.agent.mackerel.HostIdStore;
import io.mackerel.agent.mackerel.HostRegistration;
import io.mackerel.agent.mackerel.HostSightings;
import io.mackerel.agent.mackerel.MackerelFake;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetirementTest {
    private static final HostId HOST = new HostId("host1");

    private final MackerelFake mackerel = new MackerelFake();
    private final HostIdStore store = HostIdStore.inMemory();
    private final HostRegistration registration = new HostRegistration(mackerel.client(), store);

    @Test
    void theHostWhoseIdIsStoredIsRetired() throws InterruptedException {
        // Given
        register();

        // When
        Outcome outcome = retire();

        // Then
        assertThat(outcome).isEqualTo(new Outcome.Retired(HOST));
        assertThat(mackerel.isRetired("host1")).isTrue();
        assertThat(store.load()).isEmpty();
    }

    @Test
    void withoutAnIdNobodyIsAsked() throws InterruptedException {
        // When
        Outcome outcome = retire();

        // Then
        assertThat(outcome).isEqualTo(new Outcome.NoId("there is no host id in /var/tmp/mackerel-container-agent/id"));
        assertThat(mackerel.calls()).isEmpty();
    }

    @Test
    void anIdInMemoryIsNotLookedFor() throws InterruptedException {
        // Given
        register();

        // When
        Outcome outcome = retire(Map.of("MACKEREL_HOST_ID_STORE", "memory"));

        // Then
        assertThat(outcome).isInstanceOf(Outcome.NoId.class);
        assertThat(mackerel.isRetired("host1")).isFalse();
    }

    @Test
    void aHostThatIsRetiredAlreadyIsForgotten() throws InterruptedException {
        // Given
        register();
        registration.retire(HOST);
        store.save(HOST);

        // When
        Outcome outcome = retire();

        // Then
        assertThat(outcome).isEqualTo(new Outcome.AlreadyGone(HOST, "it is retired"));
        assertThat(store.load()).isEmpty();
    }

    @Test
    void aHostThatMackerelDoesNotKnowIsForgotten() throws InterruptedException {
        // Given
        store.save(HOST);

        // When
        Outcome outcome = retire();

        // Then
        assertThat(outcome).isInstanceOf(Outcome.AlreadyGone.class);
        assertThat(store.load()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET hosts/host1", "POST hosts/host1/retire"})
    void anOutageIsOutlasted(String call) throws InterruptedException {
        // Given
        register();
        mackerel.failNextOf(call, 503, 3);

        // When
        Outcome outcome = retire();

        // Then
        assertThat(outcome).isEqualTo(new Outcome.Retired(HOST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET hosts/host1", "POST hosts/host1/retire"})
    void aRefusalKeepsTheId(String call) throws InterruptedException {
        // Given
        register();
        mackerel.failNextOf(call, 403, 1);

        // When
        Outcome outcome = retire();

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).contains(call, "403"));
        assertThat(store.load()).contains(HOST);
    }

    @Test
    void anOutageThatLastsEndsInTime() throws InterruptedException {
        // Given
        register();
        mackerel.failNextOf("GET hosts/host1", 503, 100_000);

        // When
        Outcome outcome = retire(Map.of("MACKEREL_SHUTDOWN_TIMEOUT", "1s"));

        // Then
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(store.load()).contains(HOST);
    }

    private void register() {
        registration.resolve(new HostSpec(
                "task1",
                null,
                null,
                new CustomIdentifier("task1.ecs"),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of()));
    }

    private Outcome retire() throws InterruptedException {
        return retire(Map.of());
    }

    private Outcome retire(Map<String, String> environment) throws InterruptedException {
        Map<String, String> all = new HashMap<>(Map.of("MACKEREL_APIKEY", "the-key"));
        all.putAll(environment);
        Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(20), new Random(1));
        return new Retirement(
                        TestConfig.of(all),
                        store,
                        new HostSightings(mackerel.client()),
                        registration,
                        new Insistence(backoff),
                        System::nanoTime)
                .retire();
    }
}
