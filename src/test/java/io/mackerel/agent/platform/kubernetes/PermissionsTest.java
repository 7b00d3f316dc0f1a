package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.platform.kubernetes.Permissions.Verdict;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTest {
    private static final Permissions SOME = new Permissions(Map.of(
            Right.GET_PODS, Verdict.ALLOWED,
            Right.GET_NODES_STATS, Verdict.DENIED,
            Right.GET_NODES_PROXY, Verdict.UNKNOWN));

    @ParameterizedTest
    @CsvSource({"ALLOWED, true, true", "DENIED, false, false", "UNKNOWN, false, true"})
    void aVerdictOfAllRightsHoldsForEach(Verdict verdict, boolean allowed, boolean notDenied) {
        // When
        Permissions permissions = Permissions.all(verdict);

        // Then
        assertThat(Right.values()).allSatisfy(right -> {
            assertThat(permissions.isAllowed(right)).isEqualTo(allowed);
            assertThat(permissions.isNotDenied(right)).isEqualTo(notDenied);
        });
    }

    @Test
    void aRightThatNobodySpokeOfIsWorthATryButNotGranted() {
        assertThat(SOME.isNotDenied(Right.GET_NODES_PODS)).isTrue();
        assertThat(SOME.isAllowed(Right.GET_NODES_PODS)).isFalse();
    }

    @Test
    void permissionsDoNotChangeWithTheMapThatTheyWereMadeFrom() {
        // Given
        Map<Right, Verdict> verdicts = new EnumMap<>(Map.of(Right.GET_PODS, Verdict.ALLOWED));
        Permissions permissions = new Permissions(verdicts);

        // When
        verdicts.put(Right.GET_PODS, Verdict.DENIED);

        // Then
        assertThat(permissions.isAllowed(Right.GET_PODS)).isTrue();
    }

    @Test
    void theTableHasALineForEachRightAndItsHeadingsStandOverTheirColumns() {
        // When
        String table = SOME.table("team-a", "node-1");

        // Then
        assertThat(table.lines())
                .containsExactly(
                        "  right            allowed  where",
                        "  get pods         yes      in team-a",
                        "  get nodes/stats  no       on node-1",
                        "  get nodes/pods   unknown  on node-1",
                        "  get nodes/proxy  unknown  on node-1");
    }

    @Test
    void whereTheNodeIsNotKnownTheTableSpeaksOfAllNodes() {
        assertThat(SOME.table("team-a", null).lines())
                .endsWith("  get nodes/proxy  unknown  on all nodes")
                .contains("  get pods         yes      in team-a");
    }
}
