package io.mackerel.agent.stand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupTest {
    private static final Instant NOW = Instant.parse("2026-11-22T13:39:52Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"cpuacct", "cpu,cpuacct"})
    void versionOneHasAHierarchyForEachController(String controllers) throws IOException {
        // Given
        write("proc/7/cgroup", "5:memory:/docker/abc\n4:" + controllers + ":/docker/abc\n0::/system.slice");
        write("cgroup/" + controllers + "/docker/abc/cpuacct.usage", "155182344");
        write("cgroup/memory/docker/abc/memory.usage_in_bytes", "954368");
        write("cgroup/memory/docker/abc/memory.stat", "cache 9\ninactive_file 1\ntotal_inactive_file 4096");

        // When
        var reading = read();

        // Then
        assertThat(reading).isEqualTo(new Cgroup.Reading(NOW, 155_182_344, 954_368, 4096));
        assertThat(reading.memoryInUse()).isEqualTo(950_272);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker/abc", "system.slice/docker-abc.scope"})
    void versionTwoHasOneHierarchy(String path) throws IOException {
        // Given
        write("proc/7/cgroup", "0::/" + path);
        write("cgroup/" + path + "/cpu.stat", "usage_usec 6760000\nuser_usec 6749831\nsystem_usec 10168");
        write("cgroup/" + path + "/memory.current", "331776");
        write("cgroup/" + path + "/memory.stat", "anon 57344\ninactive_file 8192");

        // When
        var reading = read();

        // Then
        assertThat(reading).isEqualTo(new Cgroup.Reading(NOW, 6_760_000_000L, 331_776, 8192));
    }

    @Test
    void halfACoreForTwoSecondsIsFiftyPercent() {
        // Given
        var earlier = new Cgroup.Reading(NOW, 5_000_000_000L, 0, 0);
        var later = new Cgroup.Reading(NOW.plusSeconds(2), 6_000_000_000L, 0, 0);

        // When
        var percent = later.cpuPercentSince(earlier);

        // Then
        assertThat(percent).isCloseTo(50, within(1e-9));
    }

    private Cgroup.Reading read() {
        return Cgroup.ofProcess(folder.resolve("proc"), 7, folder.resolve("cgroup"))
                .read(CLOCK);
    }

    private void write(String file, String content) throws IOException {
        var path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content + "\n");
    }
}
