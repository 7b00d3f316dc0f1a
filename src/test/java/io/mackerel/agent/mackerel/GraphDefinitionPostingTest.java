package io.mackerel.agent.mackerel;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.metric.GraphDefinition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GraphDefinitionPostingTest {
    private final MackerelFake mackerel = new MackerelFake();
    private final GraphDefinitionPosting posting = new GraphDefinitionPosting(mackerel.client());

    @Test
    void allArePostedTogether() {
        // Given
        List<GraphDefinition> definitions = definitions("custom.a", "custom.b");

        // When
        GraphDefinitionPosting.Outcome outcome = posting.post(definitions);

        // Then
        assertThat(outcome).isEqualTo(new GraphDefinitionPosting.Outcome(List.of(), null));
        assertThat(mackerel.calls()).containsExactly("POST graph-defs/create [custom.a, custom.b]");
    }

    @Test
    void withoutAnyNothingIsSent() {
        // Given: none

        // When
        posting.post(List.of());

        // Then
        assertThat(mackerel.calls()).isEmpty();
    }

    @Test
    void oneThatIsRefusedCostsTheOthersNothing() {
        // Given
        mackerel.failNextOf("custom.bad", 400, 10);

        // When
        GraphDefinitionPosting.Outcome outcome =
                posting.post(definitions("custom.a", "custom.bad", "custom.c", "custom.d"));

        // Then
        assertThat(outcome.refused())
                .extracting(GraphDefinitionPosting.Refusal::name)
                .containsExactly("custom.bad");
        assertThat(outcome.tryLater()).isNull();
        assertThat(mackerel.calls())
                .contains("POST graph-defs/create [custom.a]", "POST graph-defs/create [custom.c, custom.d]");
    }

    @Test
    void anOutageIsToBeTriedLater() {
        // Given
        mackerel.failNext(503);

        // When
        GraphDefinitionPosting.Outcome outcome = posting.post(definitions("custom.a"));

        // Then
        assertThat(outcome.tryLater()).contains("503");
        assertThat(outcome.refused()).isEmpty();
    }

    private static List<GraphDefinition> definitions(String... names) {
        return Stream.of(names)
                .map(name -> new GraphDefinition(name, null, "float", List.of()))
                .toList();
    }
}
