package io.mackerel.agent.config;

import java.util.List;

/**
 * What loading came to. Warnings are whole lines that begin with their place, and stand, as problems do, by the file's
 * lines, then by the variables' names; none of it holds a secret.
 */
public sealed interface ConfigOutcome {
    List<String> warnings();

    record Loaded(AgentConfig config, List<String> warnings, Origins origins) implements ConfigOutcome {
        public Loaded {
            warnings = List.copyOf(warnings);
        }

        /** All of it being defaults. */
        public Loaded(AgentConfig config, List<String> warnings) {
            this(config, warnings, Origins.NONE);
        }
    }

    /** Holds every problem that was found, at least one. */
    record Invalid(List<ConfigProblem> problems, List<String> warnings) implements ConfigOutcome {
        public Invalid {
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("invalid without a problem");
            }
        }
    }
}
