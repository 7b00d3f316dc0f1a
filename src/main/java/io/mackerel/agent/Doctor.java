package io.mackerel.agent;

import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.config.ApiKeyRule;
import io.mackerel.agent.config.ConfigLoader;
import io.mackerel.agent.config.ConfigOutcome;
import io.mackerel.agent.config.RemoteDocuments;
import io.mackerel.agent.doctor.ConfigurationFindings;
import io.mackerel.agent.doctor.Diagnosis;
import io.mackerel.agent.doctor.Finding;
import io.mackerel.agent.doctor.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Examines all that an agent with this configuration depends on, in place of one or beside it, and changes nothing. */
public final class Doctor {
    private static final Set<String> KEY_VARIABLES = Set.of("MACKEREL_APIKEY", "MACKEREL_APIKEY_FILE");

    private final Map<String, String> environment;
    private final RemoteDocuments remote;
    private final Function<AgentConfig, AgentAssembly> assembly;

    public Doctor(
            Map<String, String> environment, RemoteDocuments remote, Function<AgentConfig, AgentAssembly> assembly) {
        this.environment = Map.copyOf(environment);
        this.remote = remote;
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
        ConfigOutcome outcome = stop.unlessRequested(() -> load(environment, ApiKeyRule.REQUIRED));
        if (outcome == null) {
            return null;
        }
        ConfigurationFindings.of(outcome).forEach(report);
        AgentConfig config = switch (outcome) {
            case ConfigOutcome.Loaded loaded -> loaded.config();
            case ConfigOutcome.Invalid _ -> stop.unlessRequested(this::withoutKey);
        };
        if (config == null) {
            report.accept(Finding.notChecked("all else", "the configuration has to be right first"));
            return Outcome.FATAL;
        }
        Boolean keyInFile = stop.unlessRequested(() -> isKeyInFile(config));
        if (keyInFile == null) {
            return null;
        }
        report.accept(ConfigurationFindings.ofKey(config, keyInFile));
        Outcome rest = examine(config, stop, lastResort, report);
        return rest != null && outcome instanceof ConfigOutcome.Invalid ? Outcome.FATAL : rest;
    }

    /** What can be examined all the same when nothing but the key is missing; null when more is wrong. */
    private @Nullable AgentConfig withoutKey() {
        return load(environment, ApiKeyRule.OPTIONAL) instanceof ConfigOutcome.Loaded loaded ? loaded.config() : null;
    }

    private ConfigOutcome load(Map<String, String> variables, ApiKeyRule apiKeyRule) {
        return new ConfigLoader(variables, remote).load(apiKeyRule);
    }

    /** Whether there is a key without the variables, too: the file's wins. */
    private boolean isKeyInFile(AgentConfig config) {
        Map<String, String> others = new HashMap<>(environment);
        others.keySet().removeAll(KEY_VARIABLES);
        return config.location() != null
                && load(others, ApiKeyRule.OPTIONAL) instanceof ConfigOutcome.Loaded loaded
                && loaded.config().apiKey() != null;
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
