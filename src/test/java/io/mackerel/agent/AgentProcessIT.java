package io.mackerel.agent;

import static io.mackerel.agent.AgentSurroundings.HOSTS;
import static io.mackerel.agent.AgentSurroundings.SOON;
import static io.mackerel.agent.AgentSurroundings.TSDB;
import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.demo.ReceivedRequest;
import io.mackerel.agent.demo.ReceivedValue;
import io.mackerel.agent.stand.AgentProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One life of the packaged agent with the real interval, from its start to SIGTERM, beside the demo's task. */
class AgentProcessIT {
    private static final int SIGHUP = 1;
    private static final Duration LONGER_THAN_A_COLLECTION_IS_FRESH = Duration.ofSeconds(6);
    private static final Set<String> CLOUD_KEYS = Set.of(
            "cluster",
            "task",
            "task_arn",
            "task_family",
            "task_version",
            "desired_status",
            "known_status",
            "pull_started_at",
            "pull_stopped_at",
            "execution_stopped_at",
            "limits",
            "containers");
    private static final Set<String> CONTAINER_KEYS = Set.of(
            "docker_id",
            "docker_name",
            "name",
            "image",
            "image_id",
            "ports",
            "labels",
            "desired_status",
            "known_status",
            "exit_code",
            "limits",
            "created_at",
            "started_at",
            "finished_at",
            "type",
            "networks",
            "health");

    private static Set<String> interfacesBefore;
    private static AgentSurroundings surroundings;
    private static String output;
    private static List<Long> timesWhenCpuUsageCame;
    private static boolean aliveAfterSighup;
    private static String hostId;
    private static String idStoredInBetween;
    private static long callsBeforeSigterm;
    private static int exitStatus;

    @BeforeAll
    static void anAgentLivesBesideTheTask() throws IOException {
        interfacesBefore = interfaces();
        try (var around = new AgentSurroundings().without("MACKEREL_METRICS_INTERVAL");
                var agent = around.start("run")) {
            surroundings = around;
            around.await(
                    agent, "CPU usage", () -> times("container.cpu.web.usage").size() == 1);
            timesWhenCpuUsageCame = times("container.memory.web.usage");
            hostId = around.mackerel().hosts().getFirst().getString("id");
            agent.signal("HUP");
            if (!AgentProcess.isIgnored(SIGHUP)) {
                // Under nohup it is, and nothing can be told.
                agent.awaitLine("configuration read again: nothing has changed", SOON);
            }
            around.await(agent, "the last collection is old", AgentProcessIT::lastPostIsOld);
            aliveAfterSighup = agent.isAlive();
            idStoredInBetween = around.storedId();
            callsBeforeSigterm = around.calls().size();
            exitStatus = agent.terminate(SOON);
            output = agent.output();
        }
    }

    @Test
    void theSecondCollectionComesLongBeforeTheIntervalIsOver() {
        assertThat(timesWhenCpuUsageCame).hasSize(2);
        assertThat(timesWhenCpuUsageCame.getLast() - timesWhenCpuUsageCame.getFirst())
                .isLessThan(60);
    }

    @Test
    void exactlyTheMetricsOfTheContainersArePosted() {
        var expected = Stream.of("web", "worker", "redis")
                .flatMap(name -> Stream.of("cpu." + name, "memory." + name))
                .flatMap(name -> Stream.of("container." + name + ".usage", "container." + name + ".limit"))
                .toList();

        assertThat(postedNames())
                .filteredOn(name -> !name.startsWith("interface."))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Those of a Docker Engine on this machine come and go. */
    @Test
    void theOwnInterfacesArePosted() throws IOException {
        var ofInterfaces = postedNames().stream()
                .filter(name -> name.startsWith("interface."))
                .toList();
        var stayed = new TreeSet<>(interfacesBefore);
        stayed.retainAll(interfaces());
        var everThere = new TreeSet<>(interfacesBefore);
        everThere.addAll(interfaces());

        assertThat(ofInterfaces).containsAll(metrics(stayed)).isSubsetOf(metrics(everThere));
    }

    @Test
    void allValuesBelongToTheHost() {
        assertThat(surroundings.posted()).extracting(ReceivedValue::hostId).containsOnly(hostId);
    }

    @Test
    void everyRequestSaysWhoAsks() {
        assertThat(surroundings.mackerel().requests()).isNotEmpty().allSatisfy(request -> {
            assertThat(request.header("X-Api-Key")).isEqualTo(surroundings.apiKey());
            assertThat(request.header("User-Agent")).matches("mackerel-container-agent/\\S+ \\(Revision \\S+\\)");
            assertThat(request.method().equals("GET")
                            || request.header("Content-Type").equals("application/json"))
                    .as(request.toString())
                    .isTrue();
        });
    }

    @Test
    void theHostIsSearchedForInEveryStatusThenRegisteredOnce() {
        var calls = surroundings.calls();

        assertThat(calls).startsWith("GET " + HOSTS, "POST " + HOSTS);
        assertThat(calls).filteredOn(call -> call.equals("POST " + HOSTS)).hasSize(1);
        assertThat(surroundings.mackerel().requests().getFirst().query())
                .isEqualTo("customIdentifier=" + surroundings.customIdentifier()
                        + "&status=working&status=standby&status=maintenance&status=poweroff");
    }

    @Test
    void theHostIsTheTask() {
        var host = registration();

        assertThat(host.fieldNames())
                .containsExactlyInAnyOrder("name", "customIdentifier", "meta", "interfaces", "roleFullnames", "checks");
        assertThat(host.getString("name")).isEqualTo(surroundings.taskId());
        assertThat(host.getString("customIdentifier")).isEqualTo(surroundings.customIdentifier());
        assertThat(host.getJsonArray("roleFullnames")).isEqualTo(new JsonArray().add("demo:simulated-task"));
        assertThat(host.getJsonArray("checks")).isEqualTo(new JsonArray());
    }

    @Test
    void theHostTellsOfAgentMachineAndCloud() {
        var meta = registration().getJsonObject("meta");
        var cloud = meta.getJsonObject("cloud");
        var metadata = cloud.getJsonObject("metadata");

        assertThat(meta.fieldNames())
                .containsExactlyInAnyOrder("agent-name", "agent-version", "agent-revision", "cpu", "cloud");
        assertThat(meta.getString("agent-name"))
                .isEqualTo(surroundings.mackerel().requests().getFirst().header("User-Agent"));
        assertThat(meta.getString("agent-version")).endsWith("-container");
        assertThat(cloud.getString("provider")).isEqualTo("fargate");
        assertThat(metadata.getString("task")).isEqualTo(surroundings.taskId());
        assertThat(metadata.fieldNames()).isSubsetOf(CLOUD_KEYS).contains("cluster", "task_arn", "limits");
        assertThat(metadata.getJsonArray("containers"))
                .hasSize(3)
                .allSatisfy(container ->
                        assertThat(((JsonObject) container).fieldNames()).isSubsetOf(CONTAINER_KEYS));
    }

    @Test
    void theStatusOnStartIsSet() {
        assertThat(request("POST " + HOSTS + "/" + hostId + "/status").body()).isEqualTo("{\"status\":\"working\"}");
    }

    @Test
    void sighupDoesNotEndTheAgent() {
        assertThat(aliveAfterSighup).isTrue();
    }

    @Test
    void onSigtermALastCollectionIsPostedAndThenTheHostRetired() {
        assertThat(surroundings.calls().stream().skip(callsBeforeSigterm))
                .containsExactly("POST " + TSDB, "POST " + HOSTS + "/" + hostId + "/retire");
        assertThat(times("container.cpu.web.usage")).hasSize(2);
        assertThat(surroundings.host(hostId).getBoolean("isRetired")).isTrue();
        assertThat(exitStatus).as(output).isZero();
    }

    @Test
    void theStoredIdGoesWithTheHost() {
        assertThat(idStoredInBetween).isEqualTo(hostId);
        assertThat(surroundings.idFile()).doesNotExist();
    }

    @Test
    void neitherWarningsNorTheKeyArePrinted() {
        assertThat(output).doesNotContain(surroundings.apiKey()).doesNotContain(" ERROR ");
        assertThat(output.lines().filter(line -> line.contains(" WARN "))).allMatch(line -> line.contains("SIGHUP"));
    }

    private static boolean lastPostIsOld() {
        return Instant.now().isAfter(surroundings.mackerel().lastPost().plus(LONGER_THAN_A_COLLECTION_IS_FRESH));
    }

    private static List<Long> times(String name) {
        return surroundings.posted().stream()
                .filter(value -> value.name().equals(name))
                .map(ReceivedValue::time)
                .toList();
    }

    private static JsonObject registration() {
        return new JsonObject(request("POST " + HOSTS).body());
    }

    private static ReceivedRequest request(String call) {
        var index = surroundings.calls().indexOf(call);
        assertThat(index).as("%s in %s", call, surroundings.calls()).isNotNegative();
        return surroundings.mackerel().requests().get(index);
    }

    private static List<String> postedNames() {
        return surroundings.posted().stream()
                .map(ReceivedValue::name)
                .distinct()
                .toList();
    }

    private static List<String> metrics(Set<String> interfaces) {
        return interfaces.stream()
                .flatMap(name -> Stream.of("rxBytes", "txBytes").map(way -> "interface." + name + "." + way + ".delta"))
                .toList();
    }

    private static Set<String> interfaces() throws IOException {
        var names = new TreeSet<String>();
        for (var line : Files.readAllLines(Path.of("/proc/net/dev"))) {
            var name = line.replaceFirst(":.*", "").strip();
            if (line.contains(":") && !name.matches("lo|veth.*|ecs-eth0|fargate-bridge")) {
                names.add(name.replaceAll("[^A-Za-z0-9_-]", "_"));
            }
        }
        return names;
    }
}
