package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.platform.kubernetes.Permissions.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingPlanTest {
    private static final String ALL = "pods stats nodes-pods proxy";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // granted                | read-only port | the pod                          | its statistics
                "pods stats               |       | api-server read-only-port         | kubelet read-only-port",
                "stats nodes-pods         |       | kubelet read-only-port            | kubelet read-only-port",
                "stats proxy              |       | kubelet read-only-port            | kubelet read-only-port node-proxy",
                "pods proxy               |       | api-server kubelet read-only-port | read-only-port node-proxy",
                "pods nodes-pods          |       | api-server kubelet read-only-port | read-only-port",
                "proxy                    |       | kubelet read-only-port            | read-only-port node-proxy",
                "pods stats nodes-pods proxy |    | api-server kubelet read-only-port | kubelet read-only-port node-proxy",
                "''                       |       | read-only-port                    | read-only-port",
                "pods stats               | 10255 | api-server read-only-port         | read-only-port kubelet",
                "stats proxy              | 10256 | kubelet read-only-port            | read-only-port kubelet node-proxy",
                "''                       | 10255 | read-only-port                    | read-only-port",
                "pods stats               | 0     | api-server                        | kubelet",
                "pods proxy               | 0     | api-server kubelet                | node-proxy",
                "stats                    | 0     | ''                                | kubelet",
                "nodes-pods               | 0     | kubelet                           | ''",
                "''                       | 0     | ''                                | ''"
            })
    void theCheapestWayThatIsAllowedComesFirst(String granted, Integer readOnlyPort, String pod, String stats) {
        // When
        ReadingPlan plan = new ReadingPlan(permissions(granted), true, true, readOnlyPort);

        // Then
        assertThat(plan.ofPod()).isEqualTo(origins(pod));
        assertThat(plan.ofStats()).isEqualTo(origins(stats));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pods stats nodes-pods proxy |       | api-server | node-proxy",
                "pods stats nodes-pods proxy | 10255 | api-server | node-proxy",
                "pods proxy                  | 0     | api-server | node-proxy",
                "pods stats nodes-pods       |       | api-server | ''",
                "proxy                       |       | ''         | node-proxy",
                "''                          | 10255 | ''         | ''"
            })
    void aPodThatCannotReachItsKubeletIsLeftWithTheApiServer(
            String granted, Integer readOnlyPort, String pod, String stats) {
        // When
        ReadingPlan plan = new ReadingPlan(permissions(granted), true, false, readOnlyPort);

        // Then
        assertThat(plan.ofPod()).isEqualTo(origins(pod));
        assertThat(plan.ofStats()).isEqualTo(origins(stats));
    }

    @Test
    void whereTheApiServerIsUnknownTheKubeletIsAskedAlone() {
        // When
        ReadingPlan plan = new ReadingPlan(permissions(ALL), false, true, null);

        // Then
        assertThat(plan.ofPod()).containsExactly(Origin.KUBELET, Origin.READ_ONLY_PORT);
        assertThat(plan.ofStats()).containsExactly(Origin.KUBELET, Origin.READ_ONLY_PORT);
    }

    @Test
    void whatTheApiServerDoesNotTellIsTried() {
        // When
        ReadingPlan plan = new ReadingPlan(Permissions.all(Verdict.UNKNOWN), true, true, 0);

        // Then
        assertThat(plan.ofPod()).containsExactly(Origin.API_SERVER, Origin.KUBELET);
        assertThat(plan.ofStats()).containsExactly(Origin.KUBELET, Origin.NODE_PROXY);
    }

    @Test
    void whereNeitherServerCanBeReachedThereIsNoWay() {
        // When
        ReadingPlan plan = new ReadingPlan(permissions(ALL), false, false, 10255);

        // Then
        assertThat(plan.ofPod()).isEmpty();
        assertThat(plan.ofStats()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({", false", "0, false", "1, true", "10255, true"})
    void onlyAPortThatWasGivenIsSet(Integer port, boolean set) {
        assertThat(new ReadingPlan(permissions(""), true, true, port).isReadOnlyPortSet())
                .isEqualTo(set);
    }

    @ParameterizedTest
    @CsvSource({
        "pods stats proxy, API_SERVER, KUBELET, true",
        "pods stats proxy, API_SERVER, READ_ONLY_PORT, true",
        "pods stats proxy, API_SERVER, NODE_PROXY, false",
        "stats proxy, KUBELET, KUBELET, false",
        "stats nodes-pods proxy, KUBELET, KUBELET, true",
        "stats proxy, READ_ONLY_PORT, KUBELET, true",
        "pods stats, API_SERVER, KUBELET, false",
        "stats nodes-pods, KUBELET, NODE_PROXY, false"
    })
    void theRightToTheNodeProxyIsNeedlessWhereNothingDependsOnIt(
            String granted, Origin ofPod, Origin ofStats, boolean needless) {
        assertThat(new ReadingPlan(permissions(granted), true, true, null).isNodeProxyNeedless(ofPod, ofStats))
                .isEqualTo(needless);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNKNOWN", "DENIED"})
    void nobodyIsWarnedOfARightThatHeMayNotHave(Verdict verdict) {
        // When
        ReadingPlan plan = new ReadingPlan(Permissions.all(verdict), true, true, null);

        // Then
        assertThat(plan.isNodeProxyNeedless(Origin.API_SERVER, Origin.KUBELET)).isFalse();
    }

    @Test
    void originsAreCalledAsInTheLog() {
        assertThat(Origin.values())
                .extracting(Origin::toString)
                .containsExactly("api-server", "kubelet", "read-only-port", "node-proxy");
    }

    private static Permissions permissions(String granted) {
        Map<String, Right> words = Map.of(
                "pods", Right.GET_PODS,
                "stats", Right.GET_NODES_STATS,
                "nodes-pods", Right.GET_NODES_PODS,
                "proxy", Right.GET_NODES_PROXY);
        Map<Right, Verdict> verdicts =
                new EnumMap<>(Permissions.all(Verdict.DENIED).verdicts());
        for (String word : granted.split(" ", -1)) {
            if (!word.isEmpty()) {
                verdicts.put(words.get(word), Verdict.ALLOWED);
            }
        }
        return new Permissions(verdicts);
    }

    private static List<Origin> origins(String words) {
        return List.of(words.split(" ", -1)).stream()
                .filter(word -> !word.isEmpty())
                .map(word -> Origin.valueOf(word.replace('-', '_').toUpperCase(Locale.ROOT)))
                .toList();
    }
}
