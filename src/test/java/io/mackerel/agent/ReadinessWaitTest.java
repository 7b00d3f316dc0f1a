package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.config.ReadinessProbeConfig;
import io.mackerel.agent.plugin.ProbeOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadinessWaitTest {
    private static final ReadinessProbeConfig PROBE = new ReadinessProbeConfig(
            new ReadinessProbeConfig.Tcp("localhost", 80),
            Duration.ofSeconds(7),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1));

    private final Deque<ReadinessProbeConfig> configs = new ArrayDeque<>(List.of(PROBE));
    private final Deque<ProbeOutcome> outcomes = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private int stopAfter = Integer.MAX_VALUE;
    private final ReadinessWait wait = new ReadinessWait(
            () -> configs.size() > 1 ? configs.poll() : configs.peek(), config -> outcomes::remove, duration -> {
                pauses.add(duration);
                return pauses.size() >= stopAfter;
            });

    @Test
    void theProbeIsTriedAtItsPaceUntilItPasses() throws InterruptedException {
        // Given
        outcomes.addAll(List.of(failed(), failed(), new ProbeOutcome.Passed()));

        // When
        boolean stopped = wait.await();

        // Then
        assertThat(stopped).isFalse();
        assertThat(outcomes).isEmpty();
        assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(3), Duration.ofSeconds(3));
    }

    @Test
    void withoutAProbeThereIsNoWait() throws InterruptedException {
        // Given
        ReadinessWait none = new ReadinessWait(() -> null, config -> outcomes::remove, duration -> {
            throw new AssertionError("waited");
        });

        // When
        boolean stopped = none.await();

        // Then
        assertThat(stopped).isFalse();
    }

    @Test
    void anAgentThatIsToEndWaitsNoLonger() throws InterruptedException {
        // Given
        outcomes.add(failed());
        stopAfter = 2;

        // When
        boolean stopped = wait.await();

        // Then
        assertThat(stopped).isTrue();
    }

    @Test
    void aReloadThatTakesTheProbeAwayEndsTheWait() throws InterruptedException {
        // Given
        ReadinessProbeConfig[] config = {PROBE};
        ReadinessWait reloaded = new ReadinessWait(
                () -> config[0],
                each -> () -> {
                    config[0] = null;
                    return failed();
                },
                duration -> false);

        // When
        boolean stopped = reloaded.await();

        // Then
        assertThat(stopped).isFalse();
    }

    private static ProbeOutcome failed() {
        return new ProbeOutcome.Failed("answered 503");
    }
}
