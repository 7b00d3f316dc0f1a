package io.mackerel.agent.platform.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupLimitsTest {
    @ParameterizedTest
    @CsvSource({"50000, 100000, 0.5", "150000, 100000, 1.5", "25000, 50000, 0.5", "1000, 1000000, 0.001"})
    void aQuotaOfVersion1IsCpusPerPeriod(String quota, String period, double cpus) {
        assertThat(CgroupLimits.cpusOfQuota(quota + "\n", period + "\n")).isEqualTo(cpus);
    }

    @ParameterizedTest
    @CsvSource({"-1, 100000", "0, 100000", "50000, 0", "50000, ''", "'', 100000", "max, 100000", "1e5, 100000"})
    void aQuotaThatIsNoneLimitsNothing(String quota, String period) {
        assertThat(CgroupLimits.cpusOfQuota(quota, period)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"50000 100000, 0.5", "150000 100000, 1.5"})
    void theMaximumOfVersion2IsCpusPerPeriod(String text, double cpus) {
        assertThat(CgroupLimits.cpusOfMax(text + "\n")).isEqualTo(cpus);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max 100000\n", "max\n", "", "50000\n", "50000 0\n", "0 100000\n", "-1 100000\n", "a b\n"})
    void aMaximumThatIsNoneLimitsNothing(String text) {
        assertThat(CgroupLimits.cpusOfMax(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"536870912, 536870912", "1, 1", "9223372036854700000, 9223372036854700000"})
    void aMemoryLimitIsInBytes(String text, long bytes) {
        assertThat(CgroupLimits.bytes(text + "\n")).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max\n",
                // Version 1 with pages of 4 KiB, 16 KiB and 64 KiB (arm64), and cgroups of old kernels
                "9223372036854771712\n",
                "9223372036854759424\n",
                "9223372036854710272\n",
                "9223372036854775807\n",
                "18446744073709551615\n",
                "-1\n",
                "0\n",
                "",
                "512M\n"
            })
    void aMemoryLimitThatIsNoneIsAbsent(String text) {
        assertThat(CgroupLimits.bytes(text)).isNull();
    }
}
