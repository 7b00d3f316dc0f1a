package io.mackerel.agent.cli;

import io.mackerel.agent.ExitStatus;
import io.mackerel.agent.config.ApiKeyRule;
import io.mackerel.agent.config.ConfigListing;
import io.mackerel.agent.config.ConfigLoader;
import io.mackerel.agent.config.ConfigOutcome;
import io.mackerel.agent.config.FetchedDocuments;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;
import picocli.CommandLine.Command;

/** Prints the configuration that an agent would run with. */
@Command(
        name = "configtest",
        description = "Check the configuration and print the effective one as YAML, secrets masked;"
                + " asks neither the platform nor Mackerel.",
        mixinStandardHelpOptions = true)
class ConfigtestCommand implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(ConfigtestCommand.class);

    private final Vertx vertx;

    ConfigtestCommand(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Integer call() {
        Map<String, String> environment = Environment.read();
        ConfigOutcome outcome =
                new ConfigLoader(environment, new FetchedDocuments(vertx, environment)).load(ApiKeyRule.REQUIRED);
        Configuration.report(outcome);
        return switch (outcome) {
            case ConfigOutcome.Loaded loaded -> print(loaded);
            case ConfigOutcome.Invalid _ -> ExitStatus.CONFIGURATION.code();
        };
    }

    private static int print(ConfigOutcome.Loaded loaded) {
        StandardOutput.println(String.join("\n", ConfigListing.of(loaded)));
        LOG.infof("configuration is valid: warnings=%d", loaded.warnings().size());
        return ExitStatus.DONE.code();
    }
}
