package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.config.Masking;
import io.mackerel.agent.mackerel.MackerelFake;
import io.mackerel.agent.platform.WorkloadState.Starting;
import io.mackerel.agent.plugin.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    private ConfigReload reload() {
        Reloading never = new Reloading(() -> null, List.of(), new ReloadRequests());
        return new ConfigReload(never, new CurrentConfig(TestConfig.defaults()), new Masking(), clock::nanoTime);
    }

    private Agent agent(ScriptedPlatform platform) {
        return new Agent(
                platform,
                new Agent.Parts(
                        reload(),
                        new ReadinessWait(() -> null, probe -> null, stop),
                        null,
                        null,
                        new CommandRunner(Path.of("/proc"), System::nanoTime, "agent-test"),
                        mackerel.client()),
                stop,
                new LastResort(),
                () -> Duration.ofSeconds(25),
                clock.clocks());
    }
}
