package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodSnapshotsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T14:14:48Z");
    private static final Instant STARTED = Instant.parse("2026-11-22T14:08:30Z");
    private static final long MEBIBYTE = 1024 * 1024;
    private static final Limits MACHINE = new Limits(200.0, 24_105 * MEBIBYTE);
    private static final List<InterfaceSample> OWN_STACK =
            List.of(new InterfaceSample(new InterfaceName("eth0"), new Reading(1, at(NOW)), new Reading(2, at(NOW))));

    private final PodSnapshots snapshots = new PodSnapshots(ContainerFilter.leavingOut(null), MACHINE);

    @Test
    void aPodIsMeasuredContainerByContainerWithTheTimesOfEach() {
        // Given
        PodResponse pod = Fixtures.listedPod("v1.36-several", "team-a", "demo");
        PodStatsResponse stats = Fixtures.stats("v1.36-several", "team-a", "demo");

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, pod, stats, OWN_STACK);

        // Then
        SampleTime appRead = at(Instant.parse("2026-11-22T14:14:31Z"));
        SampleTime sidecarRead = at(Instant.parse("2026-11-22T14:14:42Z"));
        assertThat(snapshot)
                .isEqualTo(new Snapshot(
                        NOW,
                        List.of(
                                new ContainerSample(
                                        "app",
                                        new ContainerName("app"),
                                        STARTED,
                                        new Reading(39_376_006_622L, appRead),
                                        new Reading(897_024, appRead),
                                        new Limits(20.0, 64 * MEBIBYTE),
                                        List.of()),
                                new ContainerSample(
                                        "sidecar",
                                        new ContainerName("sidecar"),
                                        STARTED,
                                        new Reading(775_272_088, sidecarRead),
                                        new Reading(385_024, sidecarRead),
                                        new Limits(200.0, 128 * MEBIBYTE),
                                        List.of())),
                        OWN_STACK,
                        List.of()));
    }

    @ParameterizedTest
    @CsvSource({"v1.36-several", "v1.36-several-cpu-and-memory", "v1.36-several-read-only-port"})
    void theSummaryThatIsCutToCpuAndMemoryAndTheReadOnlyPortTellTheSame(String situation) {
        // Given
        PodResponse pod = Fixtures.pod("v1.36-host-network-pod");
        PodStatsResponse stats = Fixtures.stats(situation, "team-a", "demo");

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, pod, stats, List.of());

        // Then
        assertThat(snapshot.containers())
                .extracting(each -> each.cpuNanos().value())
                .containsExactly(39_376_006_622L, 775_272_088L);
    }

    @Test
    void anOlderKubeletIsUnderstoodAlike() {
        // Given
        PodResponse pod = Fixtures.pod("v1.20-two-containers-pod");
        PodStatsResponse stats = Fixtures.stats("v1.20-two-containers-cpu-and-memory", "team-a", "demo");

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, pod, stats, List.of());

        // Then
        assertThat(snapshot.containers())
                .extracting(ContainerSample::id, each -> each.memoryBytes().value(), ContainerSample::limits)
                .containsExactly(
                        tuple("busy", 2_248_704L, new Limits(20.0, 64 * MEBIBYTE)), tuple("idle", 2_523_136L, MACHINE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.36-several", "v1.20-several"})
    void aContainerThatCrashesAgainAndAgainIsNeitherMeasuredNorWaitedForWhileItIsDown(String situation) {
        // Given
        PodResponse pod = Fixtures.listedPod(situation, "team-b", "net");
        PodStatsResponse stats = Fixtures.stats(situation, "team-b", "net");

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, pod, stats, List.of());

        // Then
        assertThat(names(snapshot)).containsExactly("web");
        assertThat(snapshot.omissions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.36-several", "v1.20-several"})
    void aPodThatHasEndedHasNothingToMeasure(String situation) {
        // Given
        PodResponse pod = Fixtures.listedPod(situation, "team-b", "done");

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, pod, null, List.of());

        // Then
        assertThat(snapshot).isEqualTo(new Snapshot(NOW, List.of(), List.of(), List.of()));
    }

    @Test
    void aStaticPodIsMeasuredFromItsMirrorToo() {
        // Given
        PodResponse mirror = Fixtures.pod("v1.36-mirror-of-static-pod");
        PodStatsResponse stats = Fixtures.stats("v1.36-static", "default", "static-testnode");

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, mirror, stats, List.of());

        // Then
        assertThat(names(snapshot)).containsExactly("app", "sidecar");
        assertThat(snapshot.omissions()).isEmpty();
    }

    @Test
    void aRunningContainerThatTheKubeletHasNoStatisticsOfIsWaitedFor() {
        // Given
        PodResponse pod = Fixtures.pod("v1.36-host-network-pod");

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, pod, null, OWN_STACK);

        // Then
        assertThat(snapshot.containers()).isEmpty();
        assertThat(snapshot.interfaces()).isEqualTo(OWN_STACK);
        assertThat(snapshot.omissions()).containsExactly(missing("app"), missing("sidecar"));
    }

    @Test
    void nativeSidecarsAreMeasuredAndOrdinaryInitContainersAreNot() {
        // Given
        PodResponse pod = Fixtures.parsedPod("""
                {"spec": {"containers": [{"name": "app"}],
                          "initContainers": [{"name": "setup"}, {"name": "proxy", "restartPolicy": "Always"},
                                             {"name": "once", "restartPolicy": "Never"},
                                             {"name": "agent", "restartPolicy": "Always"}]},
                 "status": {"containerStatuses": [{"name": "app", "state": {"running": {}}}],
                            "initContainerStatuses": [{"name": "setup", "state": {"running": {}}},
                                                      {"name": "proxy", "state": {"running": {}}},
                                                      {"name": "agent", "state": {"running": {}}}]}}
                """);
        PodStatsResponse stats = stats(read("setup"), read("app"), read("proxy"), read("once"));

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, pod, stats, List.of());

        // Then
        assertThat(names(snapshot)).containsExactly("app", "proxy");
        assertThat(snapshot.omissions()).containsExactly(missing("agent"));
    }

    @Test
    void aFinishedInitContainerWithoutFiguresDoesNotDisturb() {
        // Given
        PodResponse pod = Fixtures.pod("v1.36-host-network-pod");
        PodStatsResponse stats = stats(
                "{\"name\": \"init\", \"startTime\": \"2026-11-22T14:08:30Z\", \"cpu\": {\"time\": null},"
                        + " \"memory\": {\"time\": null}}",
                read("app"),
                read("sidecar"));

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, pod, stats, List.of());

        // Then
        assertThat(names(snapshot)).containsExactly("app", "sidecar");
        assertThat(snapshot.omissions()).isEmpty();
    }

    @Test
    void aContainerIsNeitherMeasuredNorMissedWhenItsNameIsIgnored() {
        // Given
        PodSnapshots filtered = new PodSnapshots(ContainerFilter.leavingOut(Pattern.compile("^side|^app$")), MACHINE);
        PodResponse pod = Fixtures.pod("v1.36-host-network-pod");

        // When
        Snapshot snapshot = filtered.snapshot(NOW, pod, stats(read("app")), List.of());

        // Then
        assertThat(snapshot).isEqualTo(new Snapshot(NOW, List.of(), List.of(), List.of()));
    }

    @Test
    void ofAContainerThatIsListedTwiceTheNewerRunCounts() {
        // Given
        String older = read("app", "2026-11-22T14:08:30Z", "1");
        String newer = read("app", "2026-11-22T14:10:00Z", "2");
        String odd = read("app", "soon", "3");

        // When
        List<Snapshot> all = List.of(
                snapshotOf(older, newer),
                snapshotOf(newer, older),
                snapshotOf(odd, newer),
                snapshotOf(newer, odd),
                snapshotOf(odd, older, newer));

        // Then
        assertThat(all)
                .allSatisfy(snapshot -> assertThat(snapshot.containers())
                        .singleElement()
                        .extracting(each -> each.cpuNanos().value())
                        .isEqualTo(2L));
    }

    @Test
    void theLingeringStatisticsOfAContainerThatHasEndedAreLeftOut() {
        // Given
        PodResponse pod = ended("2026-11-22T14:10:00Z");

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, pod, stats(read("app", "2026-11-22T14:08:30Z", "1")), List.of());

        // Then
        assertThat(snapshot).isEqualTo(new Snapshot(NOW, List.of(), List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-22T14:10:00Z", "2026-11-22T14:10:10Z"})
    void aRunThatBeganAfterTheEndThatTheStatusStillTellsOfIsMeasured(String startTime) {
        // Given
        PodResponse pod = ended("2026-11-22T14:10:00Z");

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, pod, stats(read("app", startTime, "1")), List.of());

        // Then
        assertThat(names(snapshot)).containsExactly("app");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T14:10:00Z, soon",
        "2026-11-22T14:10:00Z, 0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z, 2026-11-22T14:08:30Z",
        "never, 2026-11-22T14:08:30Z"
    })
    void whatDoesNotTellWhetherARunHasEndedHidesNoStatistics(String finishedAt, String startTime) {
        // Given
        PodResponse pod = ended(finishedAt);

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, pod, stats(read("app", startTime, "1")), List.of());

        // Then
        assertThat(names(snapshot)).containsExactly("app");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"waiting\": {\"reason\": \"CrashLoopBackOff\"}}",
                "{\"terminated\": {\"finishedAt\": \"2026-11-22T14:10:00Z\"}}",
                "{}",
                "null",
                "[]"
            })
    void aContainerThatDoesNotRunAndHasNoStatisticsIsNotWaitedFor(String state) {
        // When
        Snapshot snapshot = snapshots.snapshot(NOW, inState(state), stats(), List.of());

        // Then
        assertThat(snapshot.containers()).isEmpty();
        assertThat(snapshot.omissions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"waiting\": {}}", "{}", "null", "[]", "{\"running\": {}}", "{\"terminated\": {}}"})
    void whatTheKubeletMeasuresIsMeasuredWhateverAStaleStatusSays(String state) {
        // When
        Snapshot snapshot = snapshots.snapshot(NOW, inState(state), stats(read("app")), List.of());

        // Then
        assertThat(names(snapshot)).containsExactly("app");
    }

    @Test
    void aContainerWithoutAStatusIsMeasuredWhenTheKubeletMeasuresIt() {
        // Given
        PodResponse pod = Fixtures.parsedPod("{\"spec\": {\"containers\": [{\"name\": \"app\"}, {\"name\": \"b\"}]}}");

        // When
        Snapshot snapshot = snapshots.snapshot(NOW, pod, stats(read("app")), List.of());

        // Then
        assertThat(names(snapshot)).containsExactly("app");
        assertThat(snapshot.omissions()).isEmpty();
    }

    private Snapshot snapshotOf(String... stats) {
        return snapshots.snapshot(NOW, inState("{\"running\": {}}"), stats(stats), List.of());
    }

    private static PodResponse ended(String finishedAt) {
        return inState("{\"terminated\": {\"finishedAt\": \"" + finishedAt + "\"}}");
    }

    private static PodResponse inState(String state) {
        return Fixtures.parsedPod("{\"spec\": {\"containers\": [{\"name\": \"app\"}]},"
                + " \"status\": {\"containerStatuses\": [{\"name\": \"app\", \"state\": " + state + "}]}}");
    }

    private static PodStatsResponse stats(String... containers) {
        return Fixtures.parsedStats("{\"containers\": [" + String.join(", ", containers) + "]}");
    }

    private static String read(String container) {
        return read(container, "2026-11-22T14:08:30Z", "5");
    }

    private static String read(String container, String startTime, String cpuNanos) {
        return """
                {"name": "%s", "startTime": "%s",
                 "cpu": {"time": "2026-11-22T14:14:31Z", "usageCoreNanoSeconds": %s},
                 "memory": {"time": "2026-11-22T14:14:31Z", "workingSetBytes": 6}}
                """.formatted(container, startTime, cpuNanos);
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
