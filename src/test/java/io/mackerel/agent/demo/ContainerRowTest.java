package io.mackerel.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ContainerRowTest {
    @Test
    void theLatestValuesOfAContainerMakeItsRow() {
        // Given
        List<ReceivedValue> values = new ArrayList<>();
        values.addAll(round("web", 100, 10));
        values.addAll(round("web", 105, 20));

        // When
        List<ContainerRow> rows = ContainerRow.of(new MetricHistory(values));

        // Then
        assertThat(rows).containsExactly(new ContainerRow("web", 20, 100, 20, 400, List.of(10.0, 20.0)));
        assertThat(rows.getFirst().cpuShare()).isEqualTo(0.2);
        assertThat(rows.getFirst().memoryShare()).isEqualTo(0.05);
    }

    @Test
    void aRestartedContainerHasAGapInItsHistoryAndNoUsageNow() {
        // Given
        List<ReceivedValue> values = new ArrayList<>(round("web", 100, 10));
        values.add(new ReceivedValue("h", "container.memory.web.usage", 105, 7));

        // When
        ContainerRow row = ContainerRow.of(new MetricHistory(values)).getFirst();

        // Then
        assertThat(row.cpuUsage()).isNaN();
        assertThat(row.cpuLimit()).isEqualTo(100);
        assertThat(row.cpuHistory()).containsExactly(10.0, Double.NaN);
    }

    @Test
    void theHistoryHasTheLastTwentyRoundsInTheOrderOfTheirTimes() {
        // Given
        List<ReceivedValue> values = new ArrayList<>();
        LongStream.rangeClosed(1, 30).forEach(i -> values.addAll(0, round("web", i, (double) i)));

        // When
        ContainerRow row = ContainerRow.of(new MetricHistory(values)).getFirst();

        // Then
        assertThat(row.cpuHistory()).hasSize(20).isSorted().startsWith(11.0).endsWith(30.0);
    }

    @Test
    void containersAppearInTheOrderOfTheirFirstValues() {
        // Given
        List<ReceivedValue> values = new ArrayList<>();
        values.addAll(round("web", 100, 1));
        values.addAll(round("agent", 100, 1));

        // When
        List<ContainerRow> rows = ContainerRow.of(new MetricHistory(values));

        // Then
        assertThat(rows).map(ContainerRow::name).containsExactly("web", "agent");
    }

    private static List<ReceivedValue> round(String name, long time, double usage) {
        return List.of(
                new ReceivedValue("h", "container.cpu." + name + ".usage", time, usage),
                new ReceivedValue("h", "container.cpu." + name + ".limit", time, 100),
                new ReceivedValue("h", "container.memory." + name + ".usage", time, usage),
                new ReceivedValue("h", "container.memory." + name + ".limit", time, 400));
    }
}
