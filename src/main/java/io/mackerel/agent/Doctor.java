package io.mackerel.agent;

import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.config.ApiKeyRule;
import io.mackerel.agent.config.ConfigLoader;
import io.mackerel.agent.config.ConfigOutcome;
import io.mackerel.agent.doctor.ConfigurationFindings;
import io.mackerel.agent.doctor.Diagnosis;
import io.mackerel.agent.doctor.Finding;
import io.mackerel.agent.doctor.Outcome;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Examines all that an agent with this configuration depends on, in place of one or beside it, and changes nothing. */
public final class Doctor {
    private final ConfigLoader loader;
    private final Function<AgentConfig, AgentAssembly> assembly;

    public Doctor(ConfigLoader loader, Function<AgentConfig, AgentAssembly> assembly) {
        this.loader = loader;
        this.assembly = assembly;
    }

    /**
     * Blocks for as long as the longest examination may take: some 40 s, or a plugin's time-out. No process that was
     * started is left.
     *
     * @param report gets the findings one after another, none of which holds a secret
     * @return the worst that was found; null when it was asked to end
     */
    public @Nullable Outcome examine(StopSignal stop, LastResort lastResort, Consumer<Finding> report)
            throws ExecutionException, InterruptedException {
        ConfigOutcome outcome = stop.unlessRequested(() -> loader.load(ApiKeyRule.REQUIRED));
        if (outcome == null) {
            return null;
        }
        ConfigurationFindings.of(outcome).forEach(report);
        ConfigOutcome.Loaded usable = switch (outcome) {
            case ConfigOutcome.Loaded loaded -> loaded;
            case ConfigOutcome.Invalid _ -> stop.unlessRequested(this::withoutKey);
        };
        if (usable == null) {
            report.accept(Finding.notChecked("all else", "the configuration has to be right first"));
            return Outcome.FATAL;
        }
        report.accept(ConfigurationFindings.ofKey(usable));
        Outcome rest = examine(usable.config(), stop, lastResort, report);
        return rest != null && outcome instanceof ConfigOutcome.Invalid ? Outcome.FATAL : rest;
    }

    /** What can be examined all the same when nothing but the key is missing; null when more is wrong. */
    private ConfigOutcome.@Nullable Loaded withoutKey() {
        return loader.load(ApiKeyRule.OPTIONAL) instanceof ConfigOutcome.Loaded loaded ? loaded : null;
    }

    private @Nullable Outcome examine(
            AgentConfig config, StopSignal stop, LastResort lastResort, Consumer<Finding> report)
            throws ExecutionException, InterruptedException {
        try (DoctorAssembly parts = assembly.apply(config).doctor()) {
            lastResort.before(parts::close);
            Diagnosis diagnosis = parts.diagnosis();
            return stop.unlessRequested(() -> diagnosis.run(parts.steps(), report));
        }
    }
}
