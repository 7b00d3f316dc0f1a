package io.mackerel.agent.mackerel;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.mackerel.agent.host.Cloud;
import io.mackerel.agent.host.Cpu;
import io.mackerel.agent.host.HostSpec;
import io.mackerel.agent.host.MonitoredCheck;
import io.mackerel.agent.host.NetworkInterfaceAddresses;
import io.mackerel.agent.host.RoleFullname;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A host as it is created and updated; both carry everything. What is unknown is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostRequest(
        String name,
        @Nullable String displayName,
        @Nullable String memo,
        @Nullable String customIdentifier,
        MetaRequest meta,
        List<InterfaceRequest> interfaces,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> roleFullnames,
        List<CheckRequest> checks) {

    public static HostRequest of(HostSpec spec, AgentVersion agent) {
        return new HostRequest(
                spec.name(),
                spec.displayName(),
                spec.memo(),
                spec.customIdentifier() == null ? null : spec.customIdentifier().value(),
                MetaRequest.of(spec, agent),
                spec.interfaces().stream().map(InterfaceRequest::of).toList(),
                spec.roles().stream().map(RoleFullname::toString).toList(),
                spec.checks().stream().map(CheckRequest::of).toList());
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MetaRequest(
            @JsonProperty("agent-name") String agentName,
            @JsonProperty("agent-version") String agentVersion,
            @JsonProperty("agent-revision") String agentRevision,
            List<CpuRequest> cpu,
            @Nullable CloudRequest cloud) {
        static MetaRequest of(HostSpec spec, AgentVersion agent) {
            return new MetaRequest(
                    agent.userAgent(),
                    agent.containerVersion(),
                    agent.revision(),
                    spec.cpus().stream().map(CpuRequest::of).toList(),
                    spec.cloud() == null ? null : CloudRequest.of(spec.cloud()));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CpuRequest(
            @JsonProperty("vendor_id") @Nullable String vendorId,
            @Nullable String model,
            @JsonProperty("model_name") @Nullable String modelName,
            @Nullable String family,
            @Nullable String stepping,
            @JsonProperty("physical_id") @Nullable String physicalId,
            @JsonProperty("core_id") @Nullable String coreId,
            @Nullable String cores,
            @JsonProperty("cache_size") @Nullable String cacheSize,
            @Nullable String mhz) {
        static CpuRequest of(Cpu cpu) {
            return new CpuRequest(
                    cpu.vendorId(),
                    cpu.model(),
                    cpu.modelName(),
                    cpu.family(),
                    cpu.stepping(),
                    cpu.physicalId(),
                    cpu.coreId(),
                    cpu.cores(),
                    cpu.cacheSize(),
                    cpu.mhz());
        }
    }

    public record CloudRequest(String provider, Map<String, Object> metadata) {
        static CloudRequest of(Cloud cloud) {
            return new CloudRequest(cloud.provider(), cloud.metadata());
        }
    }

    /** @param ipAddress the first IPv4 address, else the first of IPv6 */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record InterfaceRequest(
            String name,
            String macAddress,
            List<String> ipv4Addresses,
            List<String> ipv6Addresses,
            @Nullable String ipAddress) {
        static InterfaceRequest of(NetworkInterfaceAddresses addresses) {
            List<String> ipv4 = addresses.ipv4Addresses();
            List<String> ipv6 = addresses.ipv6Addresses();
            List<String> preferred = ipv4.isEmpty() ? ipv6 : ipv4;
            return new InterfaceRequest(
                    addresses.name(),
                    addresses.macAddress(),
                    ipv4,
                    ipv6,
                    preferred.isEmpty() ? null : preferred.getFirst());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CheckRequest(String name, @Nullable String memo) {
        static CheckRequest of(MonitoredCheck check) {
            return new CheckRequest(check.name(), check.memo());
        }
    }
}
