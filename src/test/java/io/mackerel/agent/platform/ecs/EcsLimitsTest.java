package io.mackerel.agent.platform.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.metric.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcsLimitsTest {
    private static final long MEBIBYTE = 1024 * 1024;
    private static final Limits MACHINE = new Limits(400.0, 8192 * MEBIBYTE);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"CPU\": 0.25, \"Memory\": 512} | {\"CPU\": 2, \"Memory\": 128} | 25  | 128",
                "{\"CPU\": 1.5, \"Memory\": 512}  | {\"CPU\": 1024}               | 150 | 512",
                "{\"CPU\": 16, \"Memory\": 512}   | {\"CPU\": 2, \"Memory\": 0}   | 1600 | 512",
                "{\"CPU\": 2}                     | null                          | 200 | 8192",
                "{\"Memory\": 512}                | {\"Memory\": 1024}            | 400 | 1024",
                "null                             | {\"CPU\": 1024}               | 400 | 8192",
                "{}                               | {}                            | 400 | 8192",
                "{\"CPU\": 0, \"Memory\": 0}      | {\"Memory\": 0}               | 400 | 8192"
            })
    void theNearestLimitHolds(String task, String container, double cpuPercent, long mebibytes) {
        // When
        Limits limits = limits(task, container, MACHINE);

        // Then
        assertThat(limits).isEqualTo(new Limits(cpuPercent, mebibytes * MEBIBYTE));
    }

    @Test
    void aContainersOwnCpuIsSharesAndLimitsNothing() {
        // When
        Limits limits = limits("null", "{\"CPU\": 128}", MACHINE);

        // Then
        assertThat(limits.cpuPercent()).isEqualTo(400.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"CPU\": -1, \"Memory\": -1}",
                "{\"CPU\": \"much\", \"Memory\": \"much\"}",
                "{\"CPU\": \"NaN\", \"Memory\": 1.5}",
                "{\"CPU\": 1e400, \"Memory\": 9007199254740992}",
                "{\"CPU\": 1e308, \"Memory\": 18446744073709551615}",
                "\"none\""
            })
    void anAbsurdLimitIsAsGoodAsNone(String limits) {
        assertThat(limits(limits, limits, MACHINE)).isEqualTo(MACHINE);
    }

    @Test
    void theLargestMemoryThatFitsIsALimit() {
        // When
        Limits limits = limits("null", "{\"Memory\": 8796093022207}", MACHINE);

        // Then
        assertThat(limits.memoryBytes()).isEqualTo(8796093022207L * MEBIBYTE);
    }

    @Test
    void whereNobodyTellsALimitItIsUnknown() {
        // When
        Limits limits = limits("null", "null", new Limits(null, null));

        // Then
        assertThat(limits).isEqualTo(new Limits(null, null));
    }

    private static Limits limits(String task, String container, Limits machine) {
        TaskResponse read =
                Fixtures.parsedTask("{\"Limits\": " + task + ", \"Containers\": [{\"Limits\": " + container + "}]}");
        return EcsLimits.of(read.containers().getFirst(), read, machine);
    }
}
