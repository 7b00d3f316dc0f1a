package io.mackerel.agent.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what one load finds: problems forbid the start, warnings do not. Both come out by the file's lines, then by
 * the variables' names.
 */
final class Findings {
    private static final Comparator<ConfigProblem> BY_PLACE = Comparator.<ConfigProblem>comparingInt(
                    problem -> problem.file() == null ? 1 : 0)
            .thenComparingInt(problem -> Objects.requireNonNullElse(problem.line(), 0))
            .thenComparing(problem -> problem.file() == null ? String.valueOf(problem.key()) : "");

    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();

    void problem(Place place, String message) {
        problems.add(place.problem(message));
    }

    void warn(Place place, String message) {
        warnings.add(place.problem(message));
    }

    /** Absent when all was well so far. */
    @Nullable
    String firstProblem() {
        return problems.isEmpty() ? null : problems.getFirst().toString();
    }

    /**
     * @param origins asked for where there is no problem
     */
    ConfigOutcome outcome(AgentConfig config, Supplier<Origins> origins) {
        List<String> lines =
                warnings.stream().sorted(BY_PLACE).map(ConfigProblem::toString).toList();
        return problems.isEmpty()
                ? new ConfigOutcome.Loaded(config, lines, origins.get())
                : new ConfigOutcome.Invalid(problems.stream().sorted(BY_PLACE).toList(), lines);
    }
}
