package io.mackerel.agent.machine;

import io.mackerel.agent.host.Cpu;
import io.mackerel.agent.host.NetworkInterfaceAddresses;
import io.mackerel.agent.metric.InterfaceSample;
import io.mackerel.agent.metric.Limits;
import io.mackerel.agent.metric.SampleTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The machine that the agent runs on, as {@code /proc} shows it. What cannot be read is absent. */
public final class Machine {
    private static final Logger LOG = Logger.getLogger(Machine.class);

    private final Path proc;
    private final LongSupplier nanoTime;

    /**
     * @param proc where the proc file system is mounted
     * @param nanoTime a monotonic clock
     */
    public Machine(Path proc, LongSupplier nanoTime) {
        this.proc = proc;
        this.nanoTime = nanoTime;
    }

    /** Processors of the machine, whatever share of them the container has. */
    public OptionalInt cores() {
        int cores = cpus().size();
        return cores > 0 ? OptionalInt.of(cores) : OptionalInt.empty();
    }

    public List<Cpu> cpus() {
        return ProcCpuinfo.parse(lines("cpuinfo"));
    }

    public OptionalLong memoryBytes() {
        return ProcMeminfo.total(lines("meminfo"));
    }

    /** What limits a container that has no limit otherwise. */
    public Limits limits() {
        OptionalInt cores = cores();
        OptionalLong memory = memoryBytes();
        return new Limits(
                cores.isPresent() ? cores.getAsInt() * 100.0 : null, memory.isPresent() ? memory.getAsLong() : null);
    }

    /** Counters of the agent's own network stack; not of loopback and of interfaces that serve the platform. */
    public List<InterfaceSample> interfaceCounters() {
        return ProcNetDev.parse(lines("net/dev"), SampleTime.monotonic(nanoTime.getAsLong()));
    }

    /** Interfaces with a MAC and an IP address, loopback and {@code veth*} left out. */
    public List<NetworkInterfaceAddresses> interfaces() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(each -> InterfaceAddresses.of(each).stream())
                    .toList();
        } catch (SocketException e) {
            LOG.debugf(e, "network interfaces could not be listed");
            return List.of();
        }
    }

    /** The Docker id of the container that the agent is in; null when it is in none, or cannot tell. */
    public @Nullable String containerId() {
        return ContainerId.find(lines("self/cgroup"), lines("self/mountinfo"));
    }

    public String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return lines("sys/kernel/hostname").stream().findFirst().orElse("localhost");
        }
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(proc.resolve(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            LOG.debugf("not readable: file=%s reason=%s", proc.resolve(file), e);
            return List.of();
        }
    }
}
