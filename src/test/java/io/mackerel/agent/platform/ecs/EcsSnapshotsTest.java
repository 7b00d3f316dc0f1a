package io.mackerel.agent.platform.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.metric.ContainerName;
import io.mackerel.agent.metric.ContainerSample;
import io.mackerel.agent.metric.InterfaceName;
import io.mackerel.agent.metric.InterfaceSample;
import io.mackerel.agent.metric.Limits;
import io.mackerel.agent.metric.Reading;
import io.mackerel.agent.metric.SampleTime;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.metric.Snapshot.Omission;
import io.mackerel.agent.platform.ContainerFilter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EcsSnapshotsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T13:40:01Z");
    private static final Instant STARTED = Instant.parse("2026-11-22T13:38:59.330248817Z");
    private static final long MEBIBYTE = 1024 * 1024;
    private static final Limits MACHINE = new Limits(200.0, 8192 * MEBIBYTE);
    private static final List<InterfaceSample> OWN_STACK =
            List.of(new InterfaceSample(new InterfaceName("eth1"), new Reading(1, at(NOW)), new Reading(2, at(NOW))));

    private final EcsSnapshots snapshots = new EcsSnapshots(ContainerFilter.leavingOut(null), MACHINE);

    @Test
    void aTaskOnABridgeIsMeasuredContainerByContainer() {
        // Given
        TaskResponse task = Fixtures.task("v4-ec2-bridge");

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, new TaskReading(task, Fixtures.stats("v4-ec2-bridge")), List.of());

        // Then
        SampleTime webRead = at(Instant.parse("2026-11-22T13:39:49.266648202Z"));
        SampleTime loadRead = at(Instant.parse("2026-11-22T13:39:52.278142923Z"));
        assertThat(snapshot)
                .isEqualTo(new Snapshot(
                        NOW,
                        List.of(
                                new ContainerSample(
                                        Fixtures.dockerId("cgroup1-bridge"),
                                        new ContainerName("web"),
                                        STARTED,
                                        new Reading(45_834_244, webRead),
                                        new Reading(573_440, webRead),
                                        new Limits(150.0, 128 * MEBIBYTE),
                                        List.of(new InterfaceSample(
                                                new InterfaceName("web-eth0"),
                                                new Reading(17_055, webRead),
                                                new Reading(18_944, webRead)))),
                                new ContainerSample(
                                        Fixtures.dockerId("cgroup1-bridge-with-limits"),
                                        new ContainerName("load_gen"),
                                        STARTED,
                                        new Reading(155_182_344, loadRead),
                                        new Reading(954_368, loadRead),
                                        new Limits(150.0, 1024 * MEBIBYTE),
                                        List.of(new InterfaceSample(
                                                new InterfaceName("load_gen-eth0"),
                                                new Reading(29_210, loadRead),
                                                new Reading(23_806, loadRead))))),
                        List.of(),
                        List.of()));
    }

    @Test
    void aTaskOnFargateSharesOneNetworkStackAndItsCountersAreNotReadFromTheContainers() {
        // Given
        TaskResponse task = Fixtures.task("v4-fargate-awsvpc");

        // When
        Snapshot snapshot =
                snapshots.snapshot(NOW, new TaskReading(task, Fixtures.stats("v4-fargate-awsvpc")), OWN_STACK);

        // Then
        SampleTime read = at(Instant.parse("2026-11-22T13:40:00.215733415Z"));
        assertThat(snapshot.interfaces()).isEqualTo(OWN_STACK);
        assertThat(snapshot.containers())
                .containsExactly(new ContainerSample(
                        "158d1c8083dd49d6b527399fd6414f5c-2495160603",
                        new ContainerName("web"),
                        STARTED,
                        new Reading(1_137_691_504, read),
                        new Reading(6_504_448 - 405_504, read),
                        new Limits(25.0, 256 * MEBIBYTE),
                        List.of()));
        assertThat(snapshot.omissions())
                .containsExactly(new Omission("migrate", "no statistics, known_status=STOPPED", false));
    }

    @Test
    void onTheHostsNetworkOnlyTheOwnStackIsMeasured() {
        // Given
        TaskResponse task = Fixtures.task("v4-ec2-host");

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, new TaskReading(task, docker("cgroup1-host-network")), OWN_STACK);

        // Then
        assertThat(snapshot.interfaces()).isEqualTo(OWN_STACK);
        assertThat(snapshot.containers()).singleElement().satisfies(container -> {
            assertThat(container.interfaces()).isEmpty();
            assertThat(container.limits()).isEqualTo(MACHINE);
        });
    }

    @Test
    void theEndpointOfVersionThreeIsUnderstoodAlike() {
        // Given
        TaskResponse task = Fixtures.task("v3-bridge");

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, new TaskReading(task, docker("cgroup1-bridge")), List.of());

        // Then
        assertThat(snapshot.containers()).singleElement().satisfies(container -> {
            assertThat(container.cpuNanos().value()).isEqualTo(45_834_244);
            assertThat(container.interfaces())
                    .extracting(each -> each.name().value())
                    .containsExactly("web-eth0");
        });
    }

    @Test
    void theCountersOfCgroupTwoAreReadAlike() {
        // Given
        DockerStatsResponse stats = Fixtures.docker("cgroup2-bridge");

        // When
        Snapshot snapshot = snapshots.snapshot(
                NOW, new TaskReading(oneContainer("{\"DockerId\": \"a\"}"), Map.of("a", stats)), List.of());

        // Then
        SampleTime read = at(Instant.parse("2026-11-22T14:30:18.349882313Z"));
        assertThat(snapshot.containers()).singleElement().satisfies(container -> {
            assertThat(container.cpuNanos()).isEqualTo(new Reading(1_040_000_000, read));
            assertThat(container.memoryBytes()).isEqualTo(new Reading(278_528, read));
        });
    }

    @Test
    void containersThatWereOnlyPulledAreOmittedAndTheOthersMeasured() {
        // Given
        TaskResponse task = Fixtures.task("v4-pulled-container");

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, new TaskReading(task, docker("cgroup1-bridge")), List.of());

        // Then
        assertThat(names(snapshot)).containsExactly("web");
        assertThat(snapshot.omissions())
                .containsExactly(
                        new Omission("worker", "no statistics, known_status=PULLED", true),
                        new Omission("cron", "no statistics, known_status=PULLED", true));
    }

    @ParameterizedTest
    @CsvSource({"v4-service-connect-bridge, cgroup1-bridge", "v4-awsvpc-pause, cgroup1-host-network"})
    void containersThatEcsAddsForItselfAreNeitherMeasuredNorMissed(String situation, String stats) {
        // Given
        TaskResponse task = Fixtures.task(situation);
        Map<String, DockerStatsResponse> all = docker(stats);
        task.containers().forEach(container -> all.putIfAbsent(container.dockerId(), Fixtures.docker(stats)));

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, new TaskReading(task, all), List.of());

        // Then
        assertThat(names(snapshot)).contains("web").noneMatch(name -> name.contains("pause"));
        assertThat(snapshot.omissions()).isEmpty();
    }

    @Test
    void aStoppedContainerIsOmittedAndTheOthersMeasured() {
        // Given
        TaskResponse task = Fixtures.task("v4-anywhere");
        Map<String, DockerStatsResponse> stats = docker("cgroup1-bridge", "cgroup1-stopped");

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, new TaskReading(task, stats), List.of());

        // Then
        assertThat(names(snapshot)).containsExactly("web");
        assertThat(snapshot.omissions())
                .containsExactly(new Omission("setup", "no statistics, known_status=STOPPED", false));
    }

    static Stream<Arguments> noStatistics() {
        return Stream.of(
                        "null",
                        "{}",
                        "[]",
                        "\"error\"",
                        "{\"read\": \"0001-01-01T00:00:00Z\"}",
                        "{\"read\": null, \"cpu_stats\": {\"cpu_usage\": {\"total_usage\": 1}}}",
                        "{\"read\": \"soon\", \"memory_stats\": {\"usage\": 1}}",
                        "{\"read\": \"9999-12-31T23:59:59Z\", \"memory_stats\": {\"usage\": 1}}")
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("noStatistics")
    void aContainerWithoutStatisticsIsOmittedAndTheOthersMeasured(String none) {
        // Given
        String web = Fixtures.dockerId("cgroup1-bridge");
        TaskResponse task = Fixtures.parsedTask("{\"Containers\": [{\"DockerId\": \"a\", \"Name\": \"new\"},"
                + " {\"DockerId\": \"" + web + "\", \"Name\": \"web\"}]}");
        Map<String, DockerStatsResponse> stats = Fixtures.parsedStats("{\"a\": " + none + "}");
        stats.putAll(docker("cgroup1-bridge"));

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, new TaskReading(task, stats), List.of());

        // Then
        assertThat(names(snapshot)).containsExactly("web");
        assertThat(snapshot.omissions()).containsExactly(new Omission("new", "no statistics, known_status=null", true));
    }

    @Test
    void figuresThatAreAbsentOrAbsurdAreLeftOutOfTheSample() {
        // Given
        TaskResponse task = oneContainer(
                "{\"DockerId\": \"a\", \"StartedAt\": \"?\", \"Networks\": [{\"NetworkMode\": \"bridge\"}]}");
        Map<String, DockerStatsResponse> stats = Fixtures.parsedStats("""
                {"a": {"read": "2026-11-22T13:40:00Z",
                       "cpu_stats": {"cpu_usage": {"total_usage": 18446744073709551615}}, "memory_stats": {},
                       "networks": {"eth0": {"rx_bytes": 5, "tx_bytes": 18446744073709551615}, "": {"rx_bytes": 1},
                                    "gone": null, "eth1": {}, "odd": 7}}}
                """);

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, new TaskReading(task, stats), List.of());

        // Then
        Reading five = new Reading(5, at(Instant.parse("2026-11-22T13:40:00Z")));
        assertThat(snapshot.containers())
                .containsExactly(new ContainerSample(
                        "a",
                        new ContainerName("app"),
                        null,
                        null,
                        null,
                        MACHINE,
                        List.of(
                                new InterfaceSample(new InterfaceName("app-eth0"), five, null),
                                new InterfaceSample(new InterfaceName("app-eth1"), null, null))));
    }

    @Test
    void aContainerIsNeitherMeasuredNorMissedWhenItsNameIsIgnored() {
        // Given
        EcsSnapshots filtered =
                new EcsSnapshots(ContainerFilter.leavingOut(Pattern.compile("^load|^migrate")), MACHINE);

        // When
        Snapshot snapshot = filtered.snapshot(
                NOW, new TaskReading(Fixtures.task("v4-ec2-bridge"), Fixtures.stats("v4-ec2-bridge")), List.of());

        // Then
        assertThat(names(snapshot)).containsExactly("web");
        assertThat(snapshot.omissions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"NORMAL, 1", ", 1", "CNI_PAUSE, 0", "EMPTY_HOST_VOLUME, 0", "NAMESPACE_PAUSE, 0", "MANAGED_DAEMON, 0"})
    void onlyOrdinaryContainersAreMeasured(String type, int measured) {
        // Given
        TaskResponse task =
                oneContainer("{\"DockerId\": \"a\", \"Type\": " + (type == null ? null : "\"" + type + "\"") + "}");

        // When
        Snapshot snapshot = snapshots.snapshot(
                NOW, new TaskReading(task, Map.of("a", Fixtures.docker("cgroup1-bridge"))), List.of());

        // Then
        assertThat(snapshot.containers()).hasSize(measured);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"null", "\"\""})
    void aContainerWithoutANameCannotBeReported(String name) {
        // Given
        TaskResponse task = Fixtures.parsedTask("{\"Containers\": [{\"DockerId\": \"a\", \"Name\": " + name + "}]}");

        // When
        Snapshot snapshot = snapshots.snapshot(
                NOW, new TaskReading(task, Map.of("a", Fixtures.docker("cgroup1-bridge"))), List.of());

        // Then
        assertThat(snapshot).isEqualTo(new Snapshot(NOW, List.of(), List.of(), List.of()));
    }

    /** A task of one container called app with these properties besides. */
    private static TaskResponse oneContainer(String properties) {
        return Fixtures.parsedTask("{\"Containers\": [{\"Name\": \"app\", " + properties.substring(1) + "]}");
    }

    private static Map<String, DockerStatsResponse> docker(String... situations) {
        Map<String, DockerStatsResponse> stats = new HashMap<>();
        for (String situation : situations) {
            stats.put(Fixtures.dockerId(situation), Fixtures.docker(situation));
        }
        return stats;
    }

    private static List<String> names(Snapshot snapshot) {
        return snapshot.containers().stream()
                .map(container -> container.name().value())
                .toList();
    }

    private static SampleTime at(Instant instant) {
        return SampleTime.stamped(instant);
    }
}
