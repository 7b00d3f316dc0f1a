package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.platform.kubernetes.Permissions.Verdict;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AccessReviewsTest {
    @Test
    void eachRightGetsItsVerdictAndIsAskedAboutAgainOnlyWithoutAnAnswer() {
        // Given
        Map<Right, Answer<Boolean>> answers = Map.of(
                Right.GET_PODS, new Answer.Given<>(true),
                Right.GET_NODES_STATS, new Answer.Given<>(false),
                Right.GET_NODES_PODS, new Answer.Denied<>("answered 403"),
                Right.GET_NODES_PROXY, new Answer.Unavailable<>("no answer"));
        Map<Right, Integer> asked = new ConcurrentHashMap<>();

        // When
        Permissions permissions = AccessReviews.of(right -> {
            asked.merge(right, 1, Integer::sum);
            return answers.get(right);
        });

        // Then
        assertThat(permissions)
                .isEqualTo(new Permissions(Map.of(
                        Right.GET_PODS, Verdict.ALLOWED,
                        Right.GET_NODES_STATS, Verdict.DENIED,
                        Right.GET_NODES_PODS, Verdict.UNKNOWN,
                        Right.GET_NODES_PROXY, Verdict.UNKNOWN)));
        assertThat(asked)
                .isEqualTo(Map.of(
                        Right.GET_PODS,
                        1,
                        Right.GET_NODES_STATS,
                        1,
                        Right.GET_NODES_PODS,
                        1,
                        Right.GET_NODES_PROXY,
                        2));
    }

    @Test
    void theRightsAreAskedAboutAtTheSameTime() {
        // Given
        CyclicBarrier all = new CyclicBarrier(Right.values().length);

        // When
        Permissions permissions = AccessReviews.of(_ -> {
            try {
                all.await(30, TimeUnit.SECONDS);
                return new Answer.Given<>(true);
            } catch (Exception e) {
                return new Answer.Unavailable<>("alone");
            }
        });

        // Then
        assertThat(permissions).isEqualTo(Permissions.all(Verdict.ALLOWED));
    }

    @Test
    void anApiServerThatDoesNotAnswerLeavesAllUnknown() {
        // When
        Permissions permissions = AccessReviews.of(_ -> new Answer.Unavailable<>("no answer"));

        // Then
        assertThat(permissions).isEqualTo(Permissions.all(Verdict.UNKNOWN));
        assertThat(Set.of(Right.values())).allMatch(permissions::isNotDenied);
    }
}
