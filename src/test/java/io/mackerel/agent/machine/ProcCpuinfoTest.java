package io.mackerel.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.host.Cpu;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcCpuinfoTest {
    @Test
    void whatABlockLacksIsLeftOut() {
        // Given
        List<String> lines = List.of(
                "processor\t: 0",
                "model name\t: ARMv8 Processor rev 4 (v8l)",
                "cpu MHz\t\t: ",
                "",
                "processor\t: 1",
                "core id\t\t: 1");

        // When
        List<Cpu> cpus = ProcCpuinfo.parse(lines);

        // Then
        assertThat(cpus)
                .containsExactly(
                        new Cpu(null, null, "ARMv8 Processor rev 4 (v8l)", null, null, null, null, null, null, null),
                        new Cpu(null, null, null, null, null, null, "1", null, null, null));
    }

    @Test
    void linesOfTheWholeMachineAreNoProcessor() {
        // Given
        List<String> lines = List.of(
                "Processor\t: AArch64", "garbage", "processor\t: 0", "", "Hardware\t: BCM2835", "Model\t\t: Pi");

        // When
        List<Cpu> cpus = ProcCpuinfo.parse(lines);

        // Then
        assertThat(cpus).containsExactly(new Cpu(null, null, null, null, null, null, null, null, null, null));
    }

    @Test
    void aModelNameMayContainAColon() {
        // When
        List<Cpu> cpus = ProcCpuinfo.parse(List.of("processor : 0", "model name : CPU: fast"));

        // Then
        assertThat(cpus).extracting(Cpu::modelName).containsExactly("CPU: fast");
    }
}
