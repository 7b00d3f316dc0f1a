package io.mackerel.agent.stand;

import static io.mackerel.agent.stand.EcsWorkload.BUSY;
import static io.mackerel.agent.stand.EcsWorkload.LIMITED;
import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The packaged agent inside of a container, with no more than the socket's group and read-only mounts, beside its
 * siblings: what it posts is what the Docker Engine read, and what the cgroups say.
 */
@ParameterizedClass
@EnumSource(IntrospectionSituation.class)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class IntrospectionOnDockerIT {
    private static final List<String> CONTAINERS = Stream.concat(
                    EcsWorkload.NAMES.stream(), Stream.of(AgentContainer.NAME))
            .toList();
    private static final String NAMES_OF_THE_SERVICE = "container\\.(cpu|memory)\\.("
            + String.join("|", CONTAINERS)
            + ")\\.(usage|limit)|interface\\.[A-Za-z0-9_-]+\\.(rx|tx)Bytes\\.delta";

    private static IntrospectionRun run;
    private static Set<String> interfacesBefore;

    @Parameter
    private IntrospectionSituation situation;

    @BeforeParameterizedClassInvocation
    static void theAgentLivesInAContainer(IntrospectionSituation situation) throws Exception {
        var engine = DockerEngine.ofRootOrSkip();
        interfacesBefore = ThisMachine.interfaces();
        run = IntrospectionRun.of(engine, situation);
    }

    @Test
    void theOwnTaskIsAskedForByTheContainerIdOfTheAgent() {
        var agent = run.task().containerIds().get(AgentContainer.NAME);

        assertThat(run.introspected())
                .contains("/v1/tasks?dockerid=" + agent)
                .allMatch(path -> path.startsWith("/v1/"));
    }

    @Test
    void theHostIsTheTask() {
        var host = requests("POST", "/api/v0/hosts").getFirst().body();

        assertThat(host.path("name").textValue()).isEqualTo(run.task().id());
        assertThat(host.path("customIdentifier").textValue())
                .isEqualTo(run.task().id() + ".ecs");
        assertThat(host.at("/meta/cloud/provider").textValue()).isEqualTo("ecs");
        assertThat(host.at("/meta/cloud/metadata/cluster").textValue()).isEqualTo(EcsTask.CLUSTER);
        assertThat(host.at("/meta/cloud/metadata/containers").findValuesAsText("name"))
                .containsExactlyInAnyOrderElementsOf(CONTAINERS);
        assertThat(run.values()).extracting(PostedValue::hostId).containsOnly(MackerelRecorder.HOST_ID);
        assertThat(run.requests()).extracting(Request::apiKey).containsOnly(AgentDefinition.API_KEY);
    }

    @Test
    void cpuUsageIsThatBetweenTwoReadingsOfDockerAndThatOfTheCgroup() {
        var values = run.values("container.cpu.busy.usage");

        assertThat(values).hasSizeGreaterThanOrEqualTo(3).allSatisfy(value -> {
            var window = run.windowOf(BUSY, value, (from, to) -> to.cpuPercentSince(from));
            assertThat(value.value())
                    .isCloseTo(
                            window.to().cgroup().cpuPercentSince(window.from().cgroup()), withinPercentage(10));
        });
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
    void memoryUsageIsThatOfDockerAndOfTheCgroupLessInactiveFilePages() {
        for (var container : EcsWorkload.NAMES) {
            assertThat(run.values("container.memory." + container + ".usage"))
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allSatisfy(value -> assertThat(value.value())
                            .as(container)
                            .isCloseTo(run.sampleOf(container, value).cgroup().memoryInUse(), withinPercentage(5)));
        }
    }

    @Test
    void theAgentMeasuresItselfAsAnyOtherContainer() {
        assertThat(run.values("container.cpu." + AgentContainer.NAME + ".usage"))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(value -> run.windowOf(AgentContainer.NAME, value, (from, to) -> to.cpuPercentSince(from)));
        assertThat(run.values("container.memory." + AgentContainer.NAME + ".usage"))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(value -> run.sampleOf(AgentContainer.NAME, value));
    }

    @Test
    void aContainerWithAMemoryLimitHasItInBytes() {
        assertThat(limits("container.memory.limited.limit")).containsOnly((double) EcsWorkload.MEMORY_LIMIT);
        assertThat(limits("container.memory." + AgentContainer.NAME + ".limit"))
                .containsOnly((double) AgentContainer.MEMORY_LIMIT);
    }

    @Test
    void otherContainersHaveTheMemoryOfTheTasksCgroupOrOfTheMachine() {
        var expected = run.task().memoryMebibytes().stream()
                .mapToDouble(mebibytes -> mebibytes * 1024.0 * 1024)
                .findFirst()
                .orElseGet(ThisMachine::memory);

        assertThat(limits("container.memory.busy.limit")).containsOnly(expected);
        assertThat(limits("container.memory.idle.limit")).containsOnly(expected);
    }

    @Test
    void theCpuLimitIsThatOfTheTasksCgroupOrAllCoresOfTheMachine() {
        var expected = 100 * run.task().cpus().orElseGet(ThisMachine::cores);

        for (var container : CONTAINERS) {
            assertThat(limits("container.cpu." + container + ".limit")).containsOnly(expected);
        }
    }

    @Test
    void nothingElseIsPosted() {
        assertThat(run.values()).extracting(PostedValue::name).allMatch(name -> name.matches(NAMES_OF_THE_SERVICE));
    }

    @Test
    void onABridgeEachContainerHasItsInterface() {
        assumeTrue(situation.isBridge(), "only on a bridge");

        assertThat(interfaces())
                .containsExactlyInAnyOrderElementsOf(
                        CONTAINERS.stream().map(name -> name + "-eth0").toList());
    }

    @Test
    void onABridgeTrafficIsThatBetweenTwoReadingsOfDocker() {
        assumeTrue(situation.isBridge(), "only on a bridge");

        assertThat(run.values("interface.limited-eth0.rxBytes.delta"))
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(value -> {
                    assertThat(value.value()).isPositive();
                    run.windowOf(LIMITED, value, (from, to) -> to.networkRateSince(from, "rx_bytes"));
                });
    }

    @Test
    void onTheHostNetworkTheInterfacesOfTheMachineArePostedOnce() {
        assumeFalse(situation.isBridge(), "only on the host's network");
        var stayed = new TreeSet<>(interfacesBefore);
        stayed.retainAll(ThisMachine.interfaces());
        var everThere = new TreeSet<>(interfacesBefore);
        everThere.addAll(ThisMachine.interfaces());

        assertThat(interfaces()).isNotEmpty().containsAll(stayed).isSubsetOf(everThere);
    }

    @Test
    void onDockerStopTheHostIsRetiredAndTheExitStatusIsZero() {
        var posts = run.requests().stream()
                .map(request -> request.method() + " " + request.path())
                .toList();

        assertThat(posts).endsWith("POST /api/v0/hosts/" + MackerelRecorder.HOST_ID + "/retire");
        assertThat(posts).filteredOn(post -> post.endsWith("/retire")).hasSize(1);
        assertThat(run.exitStatus()).as(String.join("\n", run.output())).isZero();
    }

    @Test
    void theApiKeyIsNotPrinted() {
        assertThat(run.output()).noneMatch(line -> line.contains(AgentDefinition.API_KEY));
    }

    /** But the recorder has no TLS, of which the agent warns. */
    @Test
    void nothingWentWrong() {
        assertThat(run.output())
                .filteredOn(line -> !line.contains("MACKEREL_APIBASE"))
                .noneMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
    }

    private static List<Request> requests(String method, String path) {
        return run.requests().stream()
                .filter(request -> request.is(method, path))
                .toList();
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
