package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.metric.ContainerSample;
import io.mackerel.agent.metric.Limits;
import io.mackerel.agent.metric.Reading;
import io.mackerel.agent.metric.SampleTime;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.metric.Snapshot.Omission;
import io.mackerel.agent.platform.ContainerFilter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures, times and names that are missing or cannot be. */
class PodSnapshotsOddAnswersTest {
    private static final Instant NOW = Instant.parse("2026-11-22T14:14:48Z");
    private static final Instant STARTED = Instant.parse("2026-11-22T14:08:30Z");
    private static final PodResponse POD = Fixtures.parsedPod("{\"spec\": {\"containers\": [{\"name\": \"app\"}]},"
            + " \"status\": {\"containerStatuses\": [{\"name\": \"app\", \"state\": {\"running\": {}}}]}}");

    private final PodSnapshots snapshots =
            new PodSnapshots(ContainerFilter.leavingOut(null), new Limits(200.0, 1L << 33));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "null",
                "-1",
                "18446744073709551615",
                "9223372036854775808",
                "1e999999",
                "1.5",
                "\"12\"",
                "[]",
                "{}"
            })
    void aFigureThatIsAbsentOrAbsurdIsLeftOutAndTheOtherStays(String figure) {
        // Given
        String noCpu = figures("\"usageCoreNanoSeconds\": " + figure, "\"workingSetBytes\": 7");
        String noMemory = figures("\"usageCoreNanoSeconds\": 7", "\"workingSetBytes\": " + figure);

        // When
        ContainerSample withoutCpu = snapshotOf(noCpu).containers().getFirst();
        ContainerSample withoutMemory = snapshotOf(noMemory).containers().getFirst();

        // Then
        Reading seven = new Reading(7, at(STARTED));
        assertThat(withoutCpu)
                .extracting(ContainerSample::cpuNanos, ContainerSample::memoryBytes)
                .containsExactly(null, seven);
        assertThat(withoutMemory)
                .extracting(ContainerSample::cpuNanos, ContainerSample::memoryBytes)
                .containsExactly(seven, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"usageNanoCores\": 3", "\"rssBytes\": null"})
    void aFigureThatIsNotThereIsLeftOut(String others) {
        // When
        Snapshot snapshot = snapshotOf(figures(others, "\"workingSetBytes\": 7"));

        // Then
        assertThat(snapshot.containers()).singleElement().satisfies(each -> {
            assertThat(each.cpuNanos()).isNull();
            assertThat(each.memoryBytes()).isEqualTo(new Reading(7, at(STARTED)));
        });
    }

    @Test
    void theLargestFiguresThatCanBeAreKept() {
        // When
        Snapshot snapshot = snapshotOf(
                figures("\"usageCoreNanoSeconds\": 9223372036854775807", "\"workingSetBytes\": 9223372036854775807"));

        // Then
        Reading largest = new Reading(Long.MAX_VALUE, at(STARTED));
        assertThat(snapshot.containers())
                .singleElement()
                .extracting(ContainerSample::cpuNanos, ContainerSample::memoryBytes)
                .containsExactly(largest, largest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"app\"}",
                "{\"name\": \"app\", \"cpu\": null, \"memory\": null}",
                "{\"name\": \"app\", \"cpu\": 5, \"memory\": []}",
                "{\"name\": \"app\", \"cpu\": {\"time\": null}, \"memory\": {\"time\": null}}"
            })
    void aRunningContainerWithoutASingleFigureIsWaitedFor(String stats) {
        // When
        Snapshot snapshot = snapshotOf(stats);

        // Then
        assertThat(snapshot.containers()).isEmpty();
        assertThat(snapshot.omissions()).containsExactly(missing("app"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\"",
                "\"soon\"",
                "5",
                "[]",
                "\"0001-01-01T00:00:00Z\"",
                "\"1970-01-01T00:00:00Z\"",
                "\"9999-12-31T23:59:59Z\"",
                "\"2026-11-22T14:14:31\"",
                "\"+999999999-12-31T23:59:59Z\"",
                "\"2026-13-45T99:99:99Z\""
            })
    void aFigureWithoutATimeThatCanBeCannotBeUsed(String time) {
        // Given
        String stats = "{\"name\": \"app\", \"cpu\": {\"time\": " + time + ", \"usageCoreNanoSeconds\": 5},"
                + " \"memory\": {\"time\": \"2026-11-22T14:08:30Z\", \"workingSetBytes\": 7}}";

        // When
        Snapshot snapshot = snapshotOf(stats);

        // Then
        assertThat(snapshot.containers()).singleElement().satisfies(each -> {
            assertThat(each.cpuNanos()).isNull();
            assertThat(each.memoryBytes()).isEqualTo(new Reading(7, at(STARTED)));
        });
    }

    @Test
    void timesOfANanosecondAndOfAnotherZoneAreUnderstood() {
        // Given
        String stats = "{\"name\": \"app\", \"startTime\": \"2026-11-22T23:08:30+09:00\","
                + " \"cpu\": {\"time\": \"2026-11-22T14:14:31.123456789Z\", \"usageCoreNanoSeconds\": 5}}";

        // When
        Snapshot snapshot = snapshotOf(stats);

        // Then
        assertThat(snapshot.containers()).singleElement().satisfies(each -> {
            assertThat(each.startedAt()).isEqualTo(STARTED);
            assertThat(each.cpuNanos()).isEqualTo(new Reading(5, at(Instant.parse("2026-11-22T14:14:31.123456789Z"))));
        });
    }

    @Test
    void statisticsOfContainersThatThePodDoesNotHaveAreLeftAlone() {
        // Given
        PodStatsResponse stats = stats("null", "{}", "{\"name\": null}", "7", read("another"), read("app"));

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, POD, stats, List.of());

        // Then
        assertThat(names(snapshot)).containsExactly("app");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"spec\": null}", "{\"spec\": {\"containers\": null}}", "{\"spec\": []}"})
    void aPodWithoutContainersIsAnEmptySnapshot(String pod) {
        // When
        Snapshot snapshot = snapshots.snapshot(NOW, Fixtures.parsedPod(pod), stats(read("app")), List.of());

        // Then
        assertThat(snapshot).isEqualTo(new Snapshot(NOW, List.of(), List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "../../etc/passwd  | ______etc_passwd",
                "a b.c             | a_b_c",
                "\\u30b3\\u30f3    | __",
                "a\\nb             | a_b",
                "\\u0000           | _"
            })
    void aNameThatKubernetesWouldNotGiveIsMadeFitForAMetric(String jsonName, String expected) {
        // Given
        PodResponse pod = Fixtures.parsedPod("{\"spec\": {\"containers\": [{\"name\": \"" + jsonName + "\"}]}}");

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, pod, stats(read(jsonName)), List.of());

        // Then
        assertThat(names(snapshot)).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\": null}", "{\"name\": \"\"}", "{\"name\": []}", "null"})
    void aContainerWithoutANameCannotBeReported(String container) {
        // Given
        PodResponse pod = Fixtures.parsedPod("{\"spec\": {\"containers\": [" + container + ", {\"name\": \"app\"}]}}");

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, pod, stats(read(""), read("app")), List.of());

        // Then
        assertThat(names(snapshot)).containsExactly("app");
        assertThat(snapshot.omissions()).isEmpty();
    }

    private Snapshot snapshotOf(String... stats) {
        return snapshots.snapshot(NOW, POD, stats(stats), List.of());
    }

    private static PodStatsResponse stats(String... containers) {
        return Fixtures.parsedStats("{\"containers\": [" + String.join(", ", containers) + "]}");
    }

    private static String read(String container) {
        return """
                {"name": "%s", "cpu": {"time": "2026-11-22T14:14:31Z", "usageCoreNanoSeconds": 5}}
                """.formatted(container);
    }

    private static String figures(String cpu, String memory) {
        return "{\"name\": \"app\", \"cpu\": {" + cpu + (cpu.isEmpty() ? "" : ", ")
                + "\"time\": \"2026-11-22T14:08:30Z\"}, \"memory\": {" + memory
                + ", \"time\": \"2026-11-22T14:08:30Z\"}}";
    }

    private static Omission missing(String container) {
        return new Omission(container, "the kubelet has no statistics of it", true);
    }

    private static List<String> names(Snapshot snapshot) {
        return snapshot.containers().stream().map(each -> each.name().value()).toList();
    }

    private static SampleTime at(Instant instant) {
        return SampleTime.stamped(instant);
    }
}
