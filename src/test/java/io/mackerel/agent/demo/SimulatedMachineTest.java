package io.mackerel.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedMachineTest {
    @TempDir
    Path root;

    @Test
    void theInterfacesHaveTheTasksCountersInTheKernelsColumns() throws IOException {
        // Given
        SimulatedMachine machine = new SimulatedMachine(root);

        // When
        machine.write(new Traffic(1_234_567_890_123L, 42_000, 7, 8));

        // Then
        List<String> lines = Files.readAllLines(root.resolve("net/dev"));
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).startsWith("Inter-|   Receive");
        assertThat(lines.get(1)).startsWith(" face |bytes");
        assertThat(lines).map(line -> line.split(":", 2)[0].strip()).contains("lo", "eth1", "fargate-bridge");
        String[] eth1 = lines.get(3).split(":", 2)[1].strip().split(" +", -1);
        assertThat(eth1).hasSize(16);
        assertThat(eth1[0]).isEqualTo("1234567890123");
        assertThat(eth1[8]).isEqualTo("42000");
    }

    @Test
    void beforeTheFirstWriteTheCountersAreZero() throws IOException {
        // Given
        SimulatedMachine machine = new SimulatedMachine(root);

        // When
        String text = Files.readString(machine.root().resolve("net/dev"));

        // Then
        assertThat(text.lines().skip(2)).allMatch(line -> line.split(":", 2)[1].matches("[ 0]+"));
    }

    @Test
    void nothingButTheFilesStaysBehindAWrite() throws IOException {
        // Given
        SimulatedMachine machine = new SimulatedMachine(root);

        // When
        machine.write(new Traffic(1, 2, 3, 4));

        // Then
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> root.relativize(file).toString()))
                    .containsExactlyInAnyOrder("net/dev", "cpuinfo", "meminfo");
        }
    }

    @Test
    void twoProcessorsAreDescribedAsOnX86() throws IOException {
        // Given
        new SimulatedMachine(root);

        // When
        String text = Files.readString(root.resolve("cpuinfo"));

        // Then
        assertThat(text.lines().filter(line -> line.startsWith("processor")))
                .containsExactly("processor\t: 0", "processor\t: 1");
        assertThat(text).contains("vendor_id\t: GenuineIntel\n", "cpu MHz\t\t: 2499.998\n", "core id\t\t: 1\n");
    }

    @Test
    void theMemoryIsGivenInKibibytes() throws IOException {
        // Given
        new SimulatedMachine(root);

        // When
        List<String> lines = Files.readAllLines(root.resolve("meminfo"));

        // Then
        assertThat(lines).first().isEqualTo("MemTotal:        3926772 kB");
        assertThat(lines).allMatch(line -> line.matches("[A-Za-z]+: +[0-9]+ kB"));
    }
}
