package io.mackerel.agent.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that Mackerel is told of a host. It is sent whole each time, since the service erases what is missing.
 *
 * @param customIdentifier null on a platform without identities; then a host is never searched for
 */
public record HostSpec(
        String name,
        @Nullable String displayName,
        @Nullable String memo,
        @Nullable CustomIdentifier customIdentifier,
        List<RoleFullname> roles,
        List<Cpu> cpus,
        List<NetworkInterfaceAddresses> interfaces,
        @Nullable Cloud cloud,
        List<MonitoredCheck> checks) {
    public HostSpec {
        roles = List.copyOf(roles);
        cpus = List.copyOf(cpus);
        interfaces = List.copyOf(interfaces);
        checks = List.copyOf(checks);
    }
}
