package io.mackerel.agent.mackerel;

import io.mackerel.agent.metric.GraphDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Posts graph definitions to Mackerel; one that the service will not take costs the others nothing. */
public final class GraphDefinitionPosting {
    private final MackerelClient client;

    public GraphDefinitionPosting(MackerelClient client) {
        this.client = client;
    }

    /**
     * What came of it. The reasons are fit for a person and hold no secret.
     *
     * @param refused those that the service will never take, with its reason
     * @param tryLater why some are still to be posted; null when none is
     */
    public record Outcome(List<Refusal> refused, @Nullable String tryLater) {
        public Outcome {
            refused = List.copyOf(refused);
        }
    }

    public record Refusal(String name, String reason) {}

    /** Posts them all. Blocks; may be called from any thread. */
    public Outcome post(List<GraphDefinition> definitions) {
        if (definitions.isEmpty()) {
            return new Outcome(List.of(), null);
        }
        return switch (client.createGraphDefinitions(definitions)) {
            case ApiOutcome.Answered<Boolean> _ -> new Outcome(List.of(), null);
            case ApiOutcome.NotFound<Boolean>(String reason) -> new Outcome(List.of(), reason);
            case ApiOutcome.Refused<Boolean>(String reason) -> new Outcome(List.of(), reason);
            case ApiOutcome.Unavailable<Boolean> later -> new Outcome(List.of(), later.reason());
            case ApiOutcome.Invalid<Boolean>(String reason) -> halves(definitions, reason);
        };
    }

    private Outcome halves(List<GraphDefinition> definitions, String reason) {
        if (definitions.size() == 1) {
            return new Outcome(List.of(new Refusal(definitions.getFirst().name(), reason)), null);
        }
        int middle = definitions.size() / 2;
        Outcome first = post(definitions.subList(0, middle));
        Outcome second = post(definitions.subList(middle, definitions.size()));
        List<Refusal> refused = new ArrayList<>(first.refused());
        refused.addAll(second.refused());
        return new Outcome(refused, first.tryLater() == null ? second.tryLater() : first.tryLater());
    }
}
