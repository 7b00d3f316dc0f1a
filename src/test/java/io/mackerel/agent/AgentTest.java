package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.mackerel.MackerelFake;
import io.mackerel.agent.platform.WorkloadState.Starting;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Starts that fail, so that nothing but the platform is needed. */
class AgentTest {
    private final HandClock clock = new HandClock();
    private final MackerelFake mackerel = new MackerelFake();
    private final StopSignal stop = new StopSignal(clock::nanoTime);

    @Test
    void anAgentThatThePreFlightDoesNotPermitEndsWithTheStatusOfThePlatform() throws InterruptedException {
        // Given
        ScriptedPlatform platform = new ScriptedPlatform()
                .denying("get nodes/stats")
                .state(() -> {
                    throw new IllegalStateException("asked all the same");
                });

        // When
        ExitStatus status = agent(platform).run();

        // Then
        assertThat(status).isEqualTo(ExitStatus.PLATFORM);
        assertThat(platform.closes()).isEqualTo(1);
        assertThat(mackerel.calls()).isEmpty();
    }

    @Test
    void anAgentThatMayNotReadItsWorkloadEndsWithTheStatusOfThePlatform() throws InterruptedException {
        // Given
        ScriptedPlatform platform = new ScriptedPlatform()
                .state(ScriptedPlatform.denial("get pods"))
                .state(() -> new Starting("PENDING"));

        // When
        ExitStatus status = agent(platform).run();

        // Then
        assertThat(status).isEqualTo(ExitStatus.PLATFORM);
        assertThat(platform.closes()).isEqualTo(1);
        assertThat(mackerel.calls()).isEmpty();
    }

    private Agent agent(ScriptedPlatform platform) {
        return new Agent(
                platform,
                new Agent.Parts(null, null, null, null, null, mackerel.client()),
                stop,
                Duration.ofMinutes(1),
                Duration.ofSeconds(25),
                clock.clocks());
    }
}
