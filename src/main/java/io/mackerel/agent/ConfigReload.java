package io.mackerel.agent;

import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.config.ConfigChanges;
import io.mackerel.agent.config.ConfigOutcome;
import io.mackerel.agent.config.ConfigProblem;
import io.mackerel.agent.config.Masking;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Reads the configuration again when asked to and, if so configured, every few minutes. One that is wrong changes
 * nothing. All of that happens on the one thread that calls {@link #run}.
 */
final class ConfigReload {
    private static final Logger LOG = Logger.getLogger(ConfigReload.class);

    private final Supplier<ConfigOutcome> load;
    private final CurrentConfig config;
    private final Masking masking;
    private final ReloadRequests requests;
    private final RepeatedTrouble trouble;
    private List<String> lastWarnings;

    ConfigReload(Reloading reloading, CurrentConfig config, Masking masking, LongSupplier nanoTime) {
        this.load = reloading.load();
        this.lastWarnings = reloading.warnings();
        this.requests = reloading.requests();
        this.config = config;
        this.masking = masking;
        this.trouble = new RepeatedTrouble(LOG, "reloading the configuration", nanoTime);
    }

    /** Returns when interrupted. */
    void run() {
        try {
            while (true) {
                reload(requests.await(config.get().polling()));
            }
        } catch (InterruptedException theAgentEnds) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @param asked whether somebody waits for the answer; otherwise what was said before is not said again
     */
    void reload(boolean asked) {
        try {
            ConfigOutcome outcome = load.get();
            if (asked || !outcome.warnings().equals(lastWarnings)) {
                outcome.warnings().forEach(warning -> LOG.warnf("configuration: %s", warning));
            }
            lastWarnings = outcome.warnings();
            switch (outcome) {
                case ConfigOutcome.Loaded loaded -> become(loaded.config(), asked);
                case ConfigOutcome.Invalid invalid -> refuse(invalid.problems(), asked);
            }
        } catch (RuntimeException e) {
            refuse(e.toString(), asked);
        }
    }

    private void become(AgentConfig next, boolean asked) {
        trouble.over();
        List<String> changes = ConfigChanges.between(config.get(), next);
        if (changes.isEmpty()) {
            LOG.logf(asked ? Logger.Level.INFO : Logger.Level.DEBUG, "configuration read again: nothing has changed");
            return;
        }
        masking.remember(next);
        config.become(next);
        LOG.infof("configuration reloaded: changed=%s", String.join(",", changes));
    }

    private void refuse(List<ConfigProblem> problems, boolean asked) {
        refuse(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("; ")), asked);
    }

    private void refuse(String reason, boolean asked) {
        if (asked) {
            LOG.warnf("the configuration was not reloaded, the running one stays: reason=%s", reason);
        } else {
            trouble.occurred(reason, reason + "; the running one stays");
        }
    }
}
