package io.mackerel.agent.platform.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.platform.ecs.TaskResponse.LimitsResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskCgroupTest {
    private static final String TASK = "158d1c8083dd49d6b527399fd6414f5c";

    /** Of a container with half a CPU and 64 MiB. */
    private static final Path CAPTURED = Path.of("src/test/resources/fixtures/cgroup/v2-container");

    @TempDir
    private Path root;

    @Test
    void version1HasTheTaskInEachHierarchy() throws IOException {
        // Given
        write("cpu/ecs/" + TASK + "/cpu.cfs_quota_us", "150000\n");
        write("cpu/ecs/" + TASK + "/cpu.cfs_period_us", "100000\n");
        write("memory/ecs/" + TASK + "/memory.limit_in_bytes", "536870912\n");

        // When
        LimitsResponse limits = new TaskCgroup(root).limits(TASK);

        // Then
        assertThat(limits).isEqualTo(new LimitsResponse(1.5, 512L));
    }

    @Test
    void version2HasOneSliceForTheTask() throws IOException {
        // Given
        for (String file : new String[] {"cpu.max", "memory.max"}) {
            write("ecstasks.slice/ecstasks-" + TASK + ".slice/" + file, Files.readString(CAPTURED.resolve(file)));
        }

        // When
        LimitsResponse limits = new TaskCgroup(root).limits(TASK);

        // Then
        assertThat(limits).isEqualTo(new LimitsResponse(0.5, 64L));
    }

    @Test
    void whatIsUnlimitedIsAbsent() throws IOException {
        // Given
        write("ecstasks.slice/ecstasks-" + TASK + ".slice/cpu.max", "max 100000\n");
        write("ecstasks.slice/ecstasks-" + TASK + ".slice/memory.max", "max\n");

        // When
        LimitsResponse limits = new TaskCgroup(root).limits(TASK);

        // Then
        assertThat(limits).isEqualTo(new LimitsResponse(null, null));
    }

    @Test
    void aTaskWithoutCgroupHasNoLimits() {
        assertThat(new TaskCgroup(root).limits(TASK)).isEqualTo(new LimitsResponse(null, null));
    }

    @Test
    void nothingIsKnownWhereNothingIsMounted() {
        assertThat(new TaskCgroup(root.resolve("host/sys/fs/cgroup")).limits(TASK))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../../etc", "a/b"})
    void anIdThatIsNoneLeadsNowhere(String id) throws IOException {
        // Given
        write("cpu/ecs/cpu.cfs_quota_us", "150000\n");
        write("cpu/ecs/cpu.cfs_period_us", "100000\n");

        // When
        LimitsResponse limits = new TaskCgroup(root).limits(id);

        // Then
        assertThat(limits).isNull();
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
