package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.delivery.Backoff;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.host.HostStatus;
import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.mackerel.HostIdStore;
import io.mackerel.agent.mackerel.HostRegistration;
import io.mackerel.agent.mackerel.MackerelFake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HostCycleTest {
    private static final HostId FIRST = new HostId("host1");

    private final HandClock clock = new HandClock();
    private final ScriptedPlatform platform = new ScriptedPlatform();
    private final MackerelFake mackerel = new MackerelFake();
    private final CurrentHost host = new CurrentHost();
    private final AtomicInteger resolutions = new AtomicInteger();
    private final List<Boolean> others = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private boolean stopped;
    private final HostCycle cycle = new HostCycle(
            new HostSpecs(platform, new Machine(Path.of("/nowhere"), clock::nanoTime), TestConfig::defaults),
            new HostRegistration(mackerel.client(), HostIdStore.inMemory()),
            host,
            another -> {
                resolutions.incrementAndGet();
                others.add(another);
            },
            () -> HostStatus.STANDBY,
            new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(10), new Random(1)),
            this::pause,
            clock::nanoTime);

    @Test
    void theHostIsResolvedAndItsStatusSet() throws InterruptedException {
        // When
        String refusal = cycle.advance();

        // Then
        assertThat(refusal).isNull();
        assertThat(host.get()).isEqualTo(FIRST);
        assertThat(mackerel.status("host1")).isEqualTo("standby");
        assertThat(resolutions).hasValue(1);
    }

    @Test
    void onlyAHostThatTakesThePlaceOfAnotherIsAnotherOne() throws InterruptedException {
        // Given
        cycle.advance();
        mackerel.delete("host1");
        host.forget(FIRST);

        // When
        cycle.advance();

        // Then
        assertThat(host.get()).isNotEqualTo(FIRST);
        assertThat(others).containsExactly(false, true);
    }

    @Test
    void aChangeOfWhatMackerelIsToldIsSentAtOnce() throws InterruptedException {
        // Given
        cycle.advance();
        int before = mackerel.calls().size();
        cycle.updateSoon();

        // When
        cycle.advance();

        // Then
        assertThat(mackerel.calls().subList(before, mackerel.calls().size()))
                .containsExactly("GET hosts/host1", "PUT hosts/host1");
    }

    @Test
    void aServiceThatIsDownIsTriedAgainAfterAWait() throws InterruptedException {
        // Given
        mackerel.failNext(503);
        mackerel.failNext(503);

        // When
        cycle.advance();
        cycle.advance();
        cycle.advance();

        // Then
        assertThat(host.get()).isEqualTo(FIRST);
        assertThat(pauses).hasSize(2);
    }

    @Test
    void aPlatformThatDoesNotAnswerDelaysTheRegistration() throws InterruptedException {
        // Given
        platform.failWorkload(true);
        cycle.advance();
        platform.failWorkload(false);

        // When
        cycle.advance();

        // Then
        assertThat(host.get()).isEqualTo(FIRST);
        assertThat(pauses).hasSize(1);
    }

    @Test
    void aRefusalBeforeTheFirstSuccessIsFinal() throws InterruptedException {
        // Given
        mackerel.failNext(403);

        // When
        String refusal = cycle.advance();

        // Then
        assertThat(refusal).startsWith("the API key was refused");
    }

    @Test
    void aRefusalAfterASuccessIsNot() throws InterruptedException {
        // Given
        cycle.advance();
        host.forget(FIRST);
        mackerel.failNext(403);

        // When
        String refusal = cycle.advance();
        cycle.advance();

        // Then
        assertThat(refusal).isNull();
        assertThat(host.get()).isEqualTo(FIRST);
    }

    @Test
    void aHostThatMackerelHasForgottenIsCreatedAnew() throws InterruptedException {
        // Given
        cycle.advance();
        mackerel.delete("host1");
        host.forget(FIRST);

        // When
        cycle.advance();

        // Then
        assertThat(host.get()).isNotNull();
        assertThat(mackerel.calls()).filteredOn("POST hosts"::equals).hasSize(2);
    }

    @Test
    void theHostIsUpdatedAfterFiveMinutesAndThenHourly() throws InterruptedException {
        // Given
        cycle.advance();

        // When
        List<Integer> minutesOfUpdates = new ArrayList<>();
        for (int minute = 5; minute <= 130; minute += 5) {
            clock.advance(Duration.ofMinutes(5));
            int before = updates();
            cycle.nudge();
            cycle.advance();
            if (updates() > before) {
                minutesOfUpdates.add(minute);
            }
        }

        // Then
        assertThat(minutesOfUpdates).containsExactly(5, 65, 125);
    }

    @Test
    void anUpdateThatFailsIsTriedAgainFiveMinutesLater() throws InterruptedException {
        // Given
        cycle.advance();
        clock.advance(Duration.ofMinutes(5));
        mackerel.failNext(500);
        cycle.nudge();
        cycle.advance();
        clock.advance(Duration.ofMinutes(5));

        // When
        cycle.nudge();
        cycle.advance();

        // Then
        assertThat(mackerel.calls()).filteredOn("GET hosts/host1"::equals).hasSize(2);
        assertThat(updates()).isEqualTo(1);
    }

    @Test
    void aHostThatVanishedIsNoticedAtTheUpdate() throws InterruptedException {
        // Given
        cycle.advance();
        mackerel.delete("host1");
        clock.advance(Duration.ofMinutes(5));
        cycle.nudge();
        cycle.advance();
        HostId afterUpdate = host.get();

        // When
        cycle.advance();

        // Then
        assertThat(afterUpdate).isNull();
        assertThat(host.get()).isNotNull();
    }

    @Test
    void theStatusIsTriedFiveTimesAndThenLeft() throws InterruptedException {
        // Given
        mackerel.failNextOf("/status", 500, 9);

        // When
        cycle.advance();

        // Then
        assertThat(mackerel.calls())
                .filteredOn(call -> call.contains("/status"))
                .hasSize(5);
        assertThat(pauses).hasSize(4).containsOnly(Duration.ofSeconds(3));
        assertThat(host.get()).isEqualTo(FIRST);
    }

    private int updates() {
        return (int)
                mackerel.calls().stream().filter(call -> call.startsWith("PUT")).count();
    }

    private boolean pause(Duration duration) {
        pauses.add(duration);
        clock.advance(duration);
        return stopped;
    }
}
