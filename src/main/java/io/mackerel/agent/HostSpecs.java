package io.mackerel.agent;

import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.host.HostSpec;
import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;

/**
 * Puts together what Mackerel is told of the host: the workload's identity, the machine's description and the user's
 * settings.
 */
final class HostSpecs {
    private final Platform platform;
    private final Machine machine;
    private final AgentConfig config;

    HostSpecs(Platform platform, Machine machine, AgentConfig config) {
        this.platform = platform;
        this.machine = machine;
        this.config = config;
    }

    HostSpec current() throws PlatformException {
        Workload workload = platform.workload();
        return new HostSpec(
                workload.hostName(),
                config.displayName(),
                config.memo(),
                workload.customIdentifier(),
                config.roles(),
                machine.cpus(),
                machine.interfaces(),
                workload.cloud());
    }
}
