package io.mackerel.agent.platform.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.platform.ecs.DockerStatsResponse.MemoryStats;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerMemoryTest {
    @ParameterizedTest
    @CsvSource({
        "cgroup1-bridge, 573440",
        "cgroup1-page-cache, 31907840",
        "cgroup1-much-page-cache-docker-28, 618496",
        "cgroup2-bridge, 278528",
        "cgroup2-host-network, 331776",
        "podman-bridge, 688128"
    })
    void realServersMemoryIsUsageLessInactivePages(String situation, long bytes) {
        // Given
        DockerStatsResponse stats = Fixtures.docker(situation);

        // When
        Long used = stats.memoryStats().used();

        // Then
        assertThat(used).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000 | {\"total_inactive_file\": 300, \"inactive_file\": 100, \"cache\": 900} | 700",
                "1000 | {\"inactive_file\": 100, \"file\": 900}                                | 900",
                "1000 | {\"total_inactive_file\": 0, \"inactive_file\": 100}                   | 1000",
                "1000 | {\"total_inactive_file\": 1000, \"inactive_file\": 100}                | 900",
                "1000 | {\"total_inactive_file\": 1001, \"inactive_file\": 1000}               | 1000",
                "1000 | {\"total_inactive_file\": 999}                                         | 1",
                "1000 | {\"total_inactive_file\": 18446744073709551615}                        | 1000",
                "1000 | {\"inactive_file\": -1}                                                | 1000",
                "1000 | {\"cache\": 900, \"total_cache\": 900}                                 | 1000",
                "1000 | {}                                                                     | 1000",
                "1000 | null                                                                   | 1000",
                "0    | {\"inactive_file\": 0}                                                 | 0"
            })
    void inactivePagesAreTakenOffOnlyWhenTheyAreFewer(long usage, String details, long bytes) {
        // Given
        MemoryStats memory = memory("{\"usage\": " + usage + ", \"stats\": " + details + "}");

        // When
        Long used = memory.used();

        // Then
        assertThat(used).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{}", "{\"usage\": null}", "{\"usage\": 18446744073709551615, \"stats\": {\"inactive_file\": 1}}"})
    void withoutAUsageThereIsNone(String memory) {
        assertThat(memory(memory).used()).isNull();
    }

    private static MemoryStats memory(String json) {
        return Fixtures.parsedStats("{\"id\": {\"memory_stats\": " + json + "}}")
                .get("id")
                .memoryStats();
    }
}
