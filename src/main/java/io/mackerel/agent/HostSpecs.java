package io.mackerel.agent;

import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.host.HostSpec;
import io.mackerel.agent.host.MonitoredCheck;
import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Puts together what Mackerel is told of the host: the workload's identity, the machine's description and the user's
 * settings.
 */
final class HostSpecs {
    private final Platform platform;
    private final Machine machine;
    private final Supplier<AgentConfig> current;

    HostSpecs(Platform platform, Machine machine, Supplier<AgentConfig> current) {
        this.platform = platform;
        this.machine = machine;
        this.current = current;
    }

    /** What of the configuration Mackerel is told. */
    static List<Object> settings(AgentConfig config) {
        return List.of(
                config.roles(),
                Objects.toString(config.displayName()),
                Objects.toString(config.memo()),
                checks(config));
    }

    private static List<MonitoredCheck> checks(AgentConfig config) {
        return config.plugins().checks().stream()
                .map(check -> new MonitoredCheck(check.name(), check.memo()))
                .toList();
    }

    HostSpec current() throws PlatformException {
        Workload workload = platform.workload();
        AgentConfig config = current.get();
        return new HostSpec(
                workload.hostName(),
                config.displayName(),
                config.memo(),
                workload.customIdentifier(),
                config.roles(),
                machine.cpus(),
                machine.interfaces(),
                workload.cloud(),
                checks(config));
    }
}
