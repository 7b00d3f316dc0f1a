package io.mackerel.agent.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what one load finds: problems forbid the start, warnings do not. */
final class Findings {
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    void problem(Place place, String message) {
        problems.add(place.problem(message));
    }

    void warn(Place place, String message) {
        warnings.add(place.problem(message).toString());
    }

    ConfigOutcome outcome(AgentConfig config) {
        return problems.isEmpty()
                ? new ConfigOutcome.Loaded(config, warnings)
                : new ConfigOutcome.Invalid(problems, warnings);
    }
}
