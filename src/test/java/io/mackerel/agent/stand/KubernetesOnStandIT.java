package io.mackerel.agent.stand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The packaged agent with a pod's token, beside a real kubelet and API server. A kubelet's sample repeats for up to 19 s,
 * so the agents of all situations run at the same time, though they do not start together.
 */
class KubernetesOnStandIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** A window that begins before the agents were all up would tell of another time than the cgroup. */
    private static final long LONGEST_WINDOW_SECONDS = 40;

    @TempDir
    private static Path shared;

    @TempDir
    private Path directory;

    private static KubernetesStand stand;
    private static JsonNode pod;
    private static final Map<KubernetesSituation, KubernetesRun> RUNS = new EnumMap<>(KubernetesSituation.class);
    private static Cgroup busy;
    private static Cgroup.Reading before;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        stand = KubernetesStand.orSkip();
        pod = stand.pod();
        for (var situation : KubernetesSituation.values()) {
            var directory = Files.createDirectory(shared.resolve(situation.name()));
            var account = Files.createDirectory(directory.resolve("serviceaccount"));
            if (situation.account != null) {
                stand.serviceAccount(situation.account, account);
            }
            var environment = stand.environment(account);
            environment.put(
                    "MACKEREL_KUBERNETES_KUBELET_READ_ONLY_PORT", situation.readOnlyPort ? stand.readOnlyPort() : "0");
            var run = KubernetesRun.start(directory, environment);
            RUNS.put(situation, run);
            // Its first questions wait 5 s at most: a start of all at once would take longer
            run.agent().awaitLine("stats source found", SOON);
        }
        for (var run : RUNS.values()) {
            run.awaitValues("container.memory.busy.usage", 0, 1);
        }
        busy = stand.cgroup(pod, "busy");
        before = busy.read(InstantSource.system());
    }

    @AfterAll
    static void stop() {
        RUNS.values().forEach(KubernetesRun::close);
    }

    @ParameterizedTest
    @EnumSource
    void theWaysAreFoundThatTheRightsAllow(KubernetesSituation situation) {
        // When
        var output = RUNS.get(situation).agent().output();

        // Then
        assertThat(output)
                .contains("pod source found: source=" + situation.podSource)
                .contains("stats source found: source=" + situation.statsSource)
                .doesNotContain("ERROR");
        assertThat(output.contains("may get nodes/proxy, which the agent does not need"))
                .as(output)
                .isEqualTo(situation.isProxyNeedless());
    }

    @ParameterizedTest
    @EnumSource
    void thePodIsTheHost(KubernetesSituation situation) {
        // When
        var host = RUNS.get(situation).host();

        // Then
        assertThat(host.path("name").asText()).isEqualTo("demo");
        assertThat(host.path("customIdentifier").asText())
                .isEqualTo(pod.at("/metadata/uid").asText() + ".kubernetes");
        assertThat(host.at("/meta/cloud/provider").asText()).isEqualTo("kubernetes");
        var metadata = host.at("/meta/cloud/metadata");
        assertThat(metadata.path("nodeName").asText())
                .isEqualTo(pod.at("/spec/nodeName").asText());
        assertThat(metadata.at("/labels/app").asText()).isEqualTo("demo");
        assertThat(metadata.at("/containers/0/resources/limits/cpu").asText()).isEqualTo("200m");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPostedIsWhatTheCgroupsSay(KubernetesSituation situation) throws InterruptedException {
        // Given
        var run = RUNS.get(situation);
        var calm = before.at().getEpochSecond() + LONGEST_WINDOW_SECONDS;

        // When
        run.awaitValues("container.cpu.busy.usage", calm, 2);

        // Then
        var cgroup = busy.read(InstantSource.system());
        var usage = run.values("container.cpu.busy.usage", calm).stream()
                .collect(Collectors.averagingDouble(Double::doubleValue));
        assertThat(usage).isCloseTo(cgroup.cpuPercentSince(before), Percentage.withPercentage(10));
        assertThat(run.values("container.memory.busy.usage").getLast())
                .isCloseTo(cgroup.memoryInUse(), within(4.0 * 1024 * 1024));
        assertThat(run.values("container.cpu.busy.limit")).containsOnly(20.0);
        assertThat(run.values("container.memory.busy.limit")).containsOnly(64.0 * 1024 * 1024);
        assertThat(run.values("container.cpu.idle.limit")).containsOnly(100.0 * ThisMachine.cores());
        assertThat(run.values("container.memory.idle.limit")).containsOnly(ThisMachine.memory());
        assertThat(run.mackerel().refusals()).isEmpty();
    }

    @Test
    void anAgentThatMayDoNothingTellsWhatToApplyAndWorksAfterThat() throws IOException, InterruptedException {
        // Given
        var environment = stand.environment(stand.serviceAccount("fresh", directory));
        environment.put("MACKEREL_KUBERNETES_KUBELET_READ_ONLY_PORT", "0");
        String rules;
        try (var forbidden = KubernetesRun.start(directory, environment)) {
            assertThat(forbidden
                            .agent()
                            .onExit()
                            .orTimeout(60, TimeUnit.SECONDS)
                            .join())
                    .isEqualTo(3);
            rules = printedRules(forbidden.agent().lines());
            assertThat(forbidden.mackerel().requests()).isEmpty();
        }
        stand.apply(rules);

        // When
        try (var allowed = KubernetesRun.start(directory, environment)) {
            allowed.awaitValues("container.memory.idle.usage", 0, 1);

            // Then
            assertThat(allowed.agent().output())
                    .contains("pod source found: source=api-server")
                    .contains("stats source found: source=kubelet");
        } finally {
            stand.delete(rules);
        }
    }

    @Test
    void aTokenThatGoesBadCostsTheCyclesUntilItIsReplaced() throws IOException, InterruptedException {
        // Given
        var token = stand.serviceAccount("ns-stats", directory).resolve("token");
        var good = Files.readString(token);
        var environment = stand.environment(directory);
        environment.put("MACKEREL_KUBERNETES_KUBELET_READ_ONLY_PORT", "0");
        try (var run = KubernetesRun.start(directory, environment)) {
            run.awaitValues("container.memory.idle.usage", 0, 1);

            // When
            Files.delete(token);
            var deletedAt = InstantSource.system().instant().getEpochSecond();
            run.awaitValues("container.memory.idle.usage", deletedAt + 1, 1);
            Files.writeString(token, "bad");
            run.agent().awaitLine("collecting metrics failed: reason=", SOON);
            Files.writeString(token, good);
            run.agent().awaitLine("collecting metrics works again", SOON);
            var restoredAt = InstantSource.system().instant().getEpochSecond();
            run.awaitValues("container.cpu.idle.usage", restoredAt - 5, 1);

            // Then
            assertThat(run.agent().awaitLine("collecting metrics failed", SOON))
                    .contains("answered 401 (Unauthorized)");
            assertThat(run.agent().output()).doesNotContain(good).doesNotContain("ERROR");
            assertThat(run.agent().terminate(SOON)).isZero();
            assertThat(run.mackerel().requests())
                    .anyMatch(request -> request.is("POST", "/api/v0/hosts/" + MackerelRecorder.HOST_ID + "/retire"));
        }
    }

    /** From the first document on, up to the next line of the log. */
    private static String printedRules(List<String> lines) {
        var rules = new ArrayList<String>();
        for (var line : lines.subList(lines.indexOf("---"), lines.size())) {
            if (line.matches("\\d{4}-\\d{2}-\\d{2} .*")) {
                break;
            }
            rules.add(line);
        }
        return String.join("\n", rules) + "\n";
    }
}
