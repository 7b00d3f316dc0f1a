package io.mackerel.agent.cli;

import io.mackerel.agent.config.ApiKeyRule;
import io.mackerel.agent.config.ConfigLoader;
import io.mackerel.agent.config.ConfigOutcome;
import io.mackerel.agent.config.LogLevel;
import io.mackerel.agent.config.RemoteDocuments;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.jboss.logging.Logger;

/** Loads the configuration for a command, and tells the user all that is wrong with it. */
final class Configuration {
    private static final Logger LOG = Logger.getLogger(Configuration.class);

    private Configuration() {}

    /** Empty when it is wrong; every problem is in the log then. */
    static Optional<ConfigOutcome.Loaded> load(
            Map<String, String> environment, RemoteDocuments remote, ApiKeyRule apiKeyRule) {
        ConfigOutcome outcome = new ConfigLoader(environment, remote).load(apiKeyRule);
        report(outcome);
        return switch (outcome) {
            case ConfigOutcome.Loaded loaded -> {
                logFrom(loaded.config().logLevel());
                yield Optional.of(loaded);
            }
            case ConfigOutcome.Invalid _ -> Optional.empty();
        };
    }

    /** All that is odd, and all that is wrong. */
    static void report(ConfigOutcome outcome) {
        outcome.warnings().forEach(warning -> LOG.warnf("configuration: %s", warning));
        if (outcome instanceof ConfigOutcome.Invalid invalid) {
            invalid.problems().forEach(problem -> LOG.errorf("configuration: %s", problem));
        }
    }

    static void logFrom(LogLevel level) {
        java.util.logging.Logger.getLogger("io.mackerel.agent")
                .setLevel(
                        switch (level) {
                            case TRACE -> org.jboss.logmanager.Level.TRACE;
                            case DEBUG -> org.jboss.logmanager.Level.DEBUG;
                            case INFO -> Level.INFO;
                            case WARN -> org.jboss.logmanager.Level.WARN;
                            case ERROR -> org.jboss.logmanager.Level.ERROR;
                        });
    }
}
