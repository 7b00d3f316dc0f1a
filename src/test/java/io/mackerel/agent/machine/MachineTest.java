package io.mackerel.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.host.Cpu;
import io.mackerel.agent.host.NetworkInterfaceAddresses;
import io.mackerel.agent.metric.InterfaceName;
import io.mackerel.agent.metric.InterfaceSample;
import io.mackerel.agent.metric.Reading;
import io.mackerel.agent.metric.SampleTime;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/proc");

    @TempDir
    Path emptyProc;

    @Test
    void processorsOfX86TellEverything() {
        // Given
        Machine machine = machine(FIXTURES.resolve("x86-64"));

        // When
        List<Cpu> cpus = machine.cpus();

        // Then
        assertThat(cpus)
                .containsExactly(
                        new Cpu("AuthenticAMD", "17", "AMD EPYC", "25", "1", "0", "0", "2", "1024 KB", "2596.128"),
                        new Cpu("AuthenticAMD", "17", "AMD EPYC", "25", "1", "0", "1", "2", "1024 KB", "2596.128"));
    }

    @Test
    void processorsOfArmAreCountedThoughTheyTellNothingThatMackerelKnows() {
        // Given
        Machine machine = machine(FIXTURES.resolve("arm64"));

        // When
        List<Cpu> cpus = machine.cpus();

        // Then
        assertThat(cpus).hasSize(4).containsOnly(new Cpu(null, null, null, null, null, null, null, null, null, null));
        assertThat(machine.cores()).hasValue(4);
    }

    @Test
    void figuresAreTheMachinesAndNotTheJvms() {
        // When
        Machine machine = machine(FIXTURES.resolve("x86-64"));

        // Then
        assertThat(machine.cores()).hasValue(2);
        assertThat(machine.memoryBytes()).hasValue(24_684_096L * 1024);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "MemFree: 12 kB", "MemTotal: 0 kB", "MemTotal: -1 kB", "MemTotal: 12", "MemTotal: x kB"})
    void memoryThatIsNotToldIsAbsent(String meminfo) throws IOException {
        // Given
        Files.writeString(emptyProc.resolve("meminfo"), meminfo);

        // When
        Machine machine = machine(emptyProc);

        // Then
        assertThat(machine.memoryBytes()).isEmpty();
    }

    @Test
    void withoutProcEverythingIsAbsent() {
        // When
        Machine machine = machine(emptyProc.resolve("missing"));

        // Then
        assertThat(machine.cores()).isEmpty();
        assertThat(machine.cpus()).isEmpty();
        assertThat(machine.memoryBytes()).isEmpty();
        assertThat(machine.interfaceCounters()).isEmpty();
    }

    @Test
    void interfaceCountersBearTheMonotonicTimeOfTheirReading() {
        // Given
        Machine machine = machine(FIXTURES.resolve("arm64"));

        // When
        List<InterfaceSample> samples = machine.interfaceCounters();

        // Then
        assertThat(samples).containsExactly(sample("eth0", 5_242_880, 1_048_576), sample("eth1", 9_437_184, 3_145_728));
    }

    @Test
    void realCountersAreReadAsTheKernelPrintsThem() {
        // Given
        Machine machine = machine(FIXTURES.resolve("x86-64"));

        // When
        List<InterfaceSample> samples = machine.interfaceCounters();

        // Then
        assertThat(samples)
                .containsExactly(
                        sample("ifb0", 0, 0),
                        sample("ifb1", 0, 0),
                        sample("eth0", 211_724_181, 930_980),
                        sample("docker0", 24_728, 25_618));
    }

    @Test
    void interfacesOfThisMachineAreListedWhenTheyHaveAMacAndAnAddress() throws SocketException {
        // Given
        List<String> reachable = new ArrayList<>();
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            if (each.getHardwareAddress() != null && each.getInetAddresses().hasMoreElements()) {
                reachable.add(each.getName());
            }
        }
        reachable.removeIf(name -> name.equals("lo") || name.startsWith("veth"));

        // When
        List<NetworkInterfaceAddresses> interfaces = machine(emptyProc).interfaces();

        // Then
        assertThat(interfaces).extracting(NetworkInterfaceAddresses::name).isEqualTo(reachable);
    }

    @Test
    void theMachineHasAName() {
        assertThat(machine(emptyProc).hostName()).isNotBlank();
    }

    private static Machine machine(Path proc) {
        return new Machine(proc, () -> 5_000_000_000L);
    }

    private static InterfaceSample sample(String name, long received, long transmitted) {
        SampleTime at = SampleTime.monotonic(5_000_000_000L);
        return new InterfaceSample(new InterfaceName(name), new Reading(received, at), new Reading(transmitted, at));
    }
}
