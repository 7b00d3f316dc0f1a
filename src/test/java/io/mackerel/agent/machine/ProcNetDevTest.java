package io.mackerel.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.metric.InterfaceName;
import io.mackerel.agent.metric.InterfaceSample;
import io.mackerel.agent.metric.Reading;
import io.mackerel.agent.metric.SampleTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProcNetDevTest {
    private static final SampleTime NOW = SampleTime.monotonic(1);

    private List<InterfaceSample> samples;

    @BeforeEach
    void readAnInterfaceTableOfManySorts() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/fixtures/proc/crowded/net/dev"));
        samples = ProcNetDev.parse(lines, NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lo", "vethb1c2d3e", "ecs-eth0", "fargate-bridge"})
    void interfacesThatServeThePlatformAreNotMeasured(String name) {
        assertThat(samples).noneMatch(sample -> sample.name().value().equals(name));
    }

    @ParameterizedTest
    @CsvSource({"ecs-eth1, 5, 6", "lo0, 7, 8"})
    void namesThatOnlyResembleThemAreMeasured(String name, long received, long transmitted) {
        assertThat(samples).contains(sample(name, reading(received), reading(transmitted)));
    }

    @Test
    void aNameMayBeGluedToItsFirstCounter() {
        assertThat(samples)
                .contains(sample("eth0", reading(123), reading(456)))
                .contains(sample("enp0s31f6.4094", reading(Long.MAX_VALUE), reading(0)));
    }

    @Test
    void anAliasKeepsItsOwnColon() {
        assertThat(samples).contains(sample("eth0:1", reading(77), reading(88)));
    }

    @Test
    void absurdCountersAreAbsentAndTheOtherDirectionIsKept() {
        assertThat(samples)
                .contains(sample("huge0", null, null))
                .contains(sample("neg0", null, reading(12)))
                .contains(sample("odd0", null, reading(13)));
    }

    @Test
    void linesThatAreNoInterfaceAreSkipped() {
        assertThat(samples)
                .extracting(sample -> sample.name().value())
                .containsExactly("eth0", "eth0_1", "enp0s31f6_4094", "ecs-eth1", "lo0", "huge0", "neg0", "odd0");
    }

    private static InterfaceSample sample(String name, Reading received, Reading transmitted) {
        return new InterfaceSample(new InterfaceName(name), received, transmitted);
    }

    private static Reading reading(long value) {
        return new Reading(value, NOW);
    }
}
