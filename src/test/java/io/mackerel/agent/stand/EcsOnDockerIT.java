package io.mackerel.agent.stand;

import static io.mackerel.agent.stand.EcsWorkload.BUSY;
import static io.mackerel.agent.stand.EcsWorkload.LIMITED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mackerel.agent.stand.MackerelRecorder.PostedValue;
import io.mackerel.agent.stand.MackerelRecorder.Request;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged agent beside real containers: what it posts is what their cgroups say. */
@ParameterizedClass
@EnumSource(EcsSituation.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EcsOnDockerIT {
    private static final String NAMES_OF_THE_SERVICE =
            "container\\.(cpu|memory)\\.(busy|idle|limited)\\.(usage|limit)|interface\\.[A-Za-z0-9_-]+\\.(rx|tx)Bytes\\.delta";

    private static EcsAgentRun run;
    private static Set<String> interfacesBefore;

    @Parameter
    private EcsSituation situation;

    @BeforeParameterizedClassInvocation
    static void theAgentLivesBesideRealContainers(EcsSituation situation) throws Exception {
        try (var engine = DockerEngine.orSkip()) {
            interfacesBefore = ThisMachine.interfaces();
            run = EcsAgentRun.of(engine, situation);
        }
    }

    @Test
    void theNewestMetadataEndpointIsAsked() {
        var base = "/" + situation.version().path() + "/" + run.task().id();

        assertThat(run.paths()).contains(base + "/task", base + "/task/stats").allMatch(path -> path.startsWith(base));
    }

    @Test
    void theHostIsTheTask() {
        var host = requests("POST", "/api/v0/hosts").getFirst().body();

        assertThat(host.path("name").textValue()).isEqualTo(run.task().id());
        assertThat(host.path("customIdentifier").textValue())
                .isEqualTo(run.task().id() + ".ecs");
        assertThat(host.at("/meta/cloud/provider").textValue()).isEqualTo("ecs");
        assertThat(run.values()).extracting(PostedValue::hostId).containsOnly(MackerelRecorder.HOST_ID);
        assertThat(run.requests()).extracting(Request::apiKey).containsOnly(EcsAgentRun.API_KEY);
    }

    @Test
    void cpuUsageOfTheBusyContainerIsThatOfItsCgroup() {
        var values = run.values("container.cpu.busy.usage");

        assertThat(values)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(value -> assertThat(value.value())
                        .as("%s", situation)
                        .isCloseTo(cpuOfCgroup(BUSY, value), withinPercentage(10)));
    }

    @Test
    void cpuUsageOfIdleContainersIsNextToNothing() {
        var values = List.of(run.values("container.cpu.idle.usage"), run.values("container.cpu.limited.usage"));

        assertThat(values)
                .allSatisfy(ofOne -> assertThat(ofOne)
                        .hasSizeGreaterThanOrEqualTo(3)
                        .allSatisfy(value -> assertThat(value.value()).isBetween(0.0, 2.0)));
    }

    @Test
    void memoryUsageIsThatOfTheCgroupLessInactiveFilePages() {
        for (var container : EcsWorkload.NAMES) {
            var values = run.values("container.memory." + container + ".usage");

            assertThat(values)
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allSatisfy(value -> assertThat(value.value())
                            .as("%s of %s", container, situation)
                            .isCloseTo(memoryOfCgroup(container, value), withinPercentage(5)));
        }
    }

    @Test
    void aContainerWithAMemoryLimitHasItInBytes() {
        assertThat(limits("container.memory.limited.limit")).containsOnly((double) EcsWorkload.MEMORY_LIMIT);
    }

    @Test
    void otherContainersHaveTheMemoryOfTheTaskOrOfTheMachine() {
        var expected = run.task().memoryMebibytes().stream()
                .mapToDouble(mebibytes -> mebibytes * 1024.0 * 1024)
                .findFirst()
                .orElseGet(ThisMachine::memory);

        assertThat(limits("container.memory.busy.limit")).containsOnly(expected);
        assertThat(limits("container.memory.idle.limit")).containsOnly(expected);
    }

    @Test
    void theCpuLimitIsThatOfTheTaskOrAllCoresOfTheMachine() {
        var expected = 100 * run.task().cpus().orElseGet(ThisMachine::cores);

        for (var container : EcsWorkload.NAMES) {
            assertThat(limits("container.cpu." + container + ".limit")).containsOnly(expected);
        }
    }

    @Test
    void noUsageIsPostedWithoutItsLimit() {
        var names = run.values().stream()
                .map(value -> value.time() + " " + value.name())
                .collect(Collectors.toSet());

        assertThat(names)
                .filteredOn(name -> name.endsWith(".usage"))
                .allSatisfy(name -> assertThat(names).contains(name.replace(".usage", ".limit")));
    }

    @Test
    void nothingElseIsPosted() {
        assertThat(run.values()).extracting(PostedValue::name).allMatch(name -> name.matches(NAMES_OF_THE_SERVICE));
    }

    @Test
    void onABridgeEachContainerHasItsInterface() {
        assumeTrue(situation.isBridge(), "only on a bridge");

        assertThat(interfaces()).containsExactlyInAnyOrder("busy-eth0", "idle-eth0", "limited-eth0");
    }

    @Test
    void onABridgeTrafficIsThatBetweenTheReadingsOfDocker() {
        assumeTrue(situation.isBridge(), "only on a bridge");
        var values = run.values("interface.limited-eth0.rxBytes.delta");

        assertThat(values)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(value -> assertThat(value.value())
                        .isPositive()
                        .isCloseTo(receivedByContainer(LIMITED, value), within(1.0)));
    }

    @Test
    void onTheHostNetworkTheOwnInterfacesArePostedOnce() {
        assumeFalse(situation.isBridge(), "only on the host's network");
        var stayed = new TreeSet<>(interfacesBefore);
        stayed.retainAll(ThisMachine.interfaces());
        var everThere = new TreeSet<>(interfacesBefore);
        everThere.addAll(ThisMachine.interfaces());

        assertThat(interfaces()).containsAll(stayed).isSubsetOf(everThere);
    }

    @Test
    void onSigtermTheLastValuesArePostedBeforeTheHostIsRetired() {
        var last = run.times().getLast();
        var posts = run.requests().stream()
                .map(request -> request.method() + " " + request.path())
                .toList();

        assertThat(run.answerAt(last)).isEqualTo(run.answers().getLast());
        assertThat(run.answers().getLast().at())
                .isAfter(run.answerBefore(last).at().plusSeconds(5));
        assertThat(posts).endsWith("POST /api/v0/tsdb", "POST /api/v0/hosts/" + MackerelRecorder.HOST_ID + "/retire");
        assertThat(posts).filteredOn(post -> post.endsWith("/retire")).hasSize(1);
    }

    @Test
    void onSigtermTheExitStatusIsZero() {
        assertThat(run.exitStatus()).as(run.output()).isZero();
    }

    @Test
    void theApiKeyIsNotPrinted() {
        assertThat(run.output()).doesNotContain(EcsAgentRun.API_KEY);
    }

    private static List<Request> requests(String method, String path) {
        return run.requests().stream()
                .filter(request -> request.is(method, path))
                .toList();
    }

    private static double cpuOfCgroup(String container, PostedValue value) {
        var before = run.answerBefore(value.time()).samples().get(container);
        var now = run.answerAt(value.time()).samples().get(container);
        return now.cgroup().cpuPercentSince(before.cgroup());
    }

    private static double memoryOfCgroup(String container, PostedValue value) {
        return run.answerAt(value.time()).samples().get(container).cgroup().memoryInUse();
    }

    private static double receivedByContainer(String container, PostedValue value) {
        var before = run.answerBefore(value.time()).samples().get(container);
        var now = run.answerAt(value.time()).samples().get(container);
        return now.networkRateSince(before, "rx_bytes");
    }

    private static List<Double> limits(String name) {
        return run.values(name).stream().map(PostedValue::value).toList();
    }

    private static Set<String> interfaces() {
        return run.values().stream()
                .map(PostedValue::name)
                .filter(name -> name.startsWith("interface."))
                .map(name -> name.replaceFirst("interface\\.(.*)\\...Bytes\\.delta", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
