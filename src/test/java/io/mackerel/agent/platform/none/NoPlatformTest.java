package io.mackerel.agent.platform.none;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.platform.Workload;
import io.mackerel.agent.platform.WorkloadState;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoPlatformTest {
    private static final Instant NOW = Instant.parse("2026-11-22T13:39:00Z");

    private final Machine machine = new Machine(Path.of("src/test/resources/fixtures/proc/x86-64"), () -> 0L);
    private final NoPlatform platform = new NoPlatform(machine, InstantSource.fixed(NOW));

    @Test
    void theHostIsTheMachineAndHasNoIdentityToBeFoundBy() {
        // When
        Workload workload = platform.workload();

        // Then
        assertThat(workload).isEqualTo(new Workload(machine.hostName(), null, null));
    }

    @Test
    void nothingIsMeasured() {
        // When
        Snapshot snapshot = platform.snapshot();

        // Then
        assertThat(snapshot).isEqualTo(new Snapshot(NOW, List.of(), List.of(), List.of()));
    }

    @Test
    void thereIsNothingToWaitFor() {
        assertThat(platform.state()).isInstanceOf(WorkloadState.Running.class);
        assertThat(platform.description()).isEqualTo("platform=none");
    }
}
