package io.mackerel.agent.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static final MetricName NAME = new MetricName("container.cpu.app.usage");

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void nanAndInfinitiesNeverLeaveTheAgent(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MetricValue(NAME, 0, value))
                .withMessageContaining("container.cpu.app.usage");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1.5, Double.MAX_VALUE})
    void anyFiniteValueMayBePosted(double value) {
        assertThat(new MetricValue(NAME, 0, value).value()).isEqualTo(value);
    }

    @Test
    void aReadingIsNeverNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Reading(-1, SampleTime.monotonic(0)))
                .withMessageContaining("-1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -100, Double.NaN, Double.POSITIVE_INFINITY})
    void aCpuLimitIsPositiveAndFinite(double percent) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(percent, null));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void aMemoryLimitIsPositive(long bytes) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(null, bytes));
    }

    @Test
    void limitsMayBeUnknown() {
        assertThat(new Limits(null, null)).isEqualTo(new Limits(null, null));
    }

    @Test
    void aSnapshotDoesNotChangeWithTheListsThatItWasMadeFrom() {
        // Given
        List<InterfaceSample> interfaces = new ArrayList<>(List.of(Samples.eth0(1, 1, 0)));
        List<Snapshot.Omission> omissions = new ArrayList<>(List.of(new Snapshot.Omission("app", "stopped", false)));
        List<ContainerSample> containers =
                new ArrayList<>(List.of(ContainerSampleBuilder.app().sample()));
        Snapshot snapshot = new Snapshot(Samples.START, containers, interfaces, omissions);

        // When
        interfaces.clear();
        omissions.clear();
        containers.clear();

        // Then
        assertThat(snapshot.interfaces()).hasSize(1);
        assertThat(snapshot.omissions()).hasSize(1);
        assertThat(snapshot.containers()).hasSize(1);
    }
}
