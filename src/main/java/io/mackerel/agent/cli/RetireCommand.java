package io.mackerel.agent.cli;

import io.mackerel.agent.AgentAssembly;
import io.mackerel.agent.Clocks;
import io.mackerel.agent.ExitStatus;
import io.mackerel.agent.Retirement.Outcome;
import io.mackerel.agent.Signals;
import io.mackerel.agent.StopSignal;
import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.config.ApiKeyRule;
import io.mackerel.agent.config.ConfigOutcome;
import io.mackerel.agent.config.FetchedDocuments;
import io.mackerel.agent.mackerel.AgentVersion;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;
import picocli.CommandLine.Command;

/** Retires the host that an agent has left, as after a kill. */
@Command(
        name = "retire",
        description = "Retire the host whose id an agent has stored below its root folder.",
        footer = "%nAn agent that runs retires its host itself when it ends, and does not expect anybody else to:"
                + " it registers a new one.",
        mixinStandardHelpOptions = true)
class RetireCommand implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(RetireCommand.class);

    private final AgentVersion version;
    private final Vertx vertx;

    RetireCommand(AgentVersion version, Vertx vertx) {
        this.version = version;
        this.vertx = vertx;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        StopSignal stop = new StopSignal(Clocks.system().nanoTime());
        Signals.handOver(stop);
        Map<String, String> environment = Environment.read();
        Optional<ConfigOutcome.Loaded> loaded =
                Configuration.load(environment, new FetchedDocuments(vertx, environment), ApiKeyRule.REQUIRED);
        return (loaded.isEmpty()
                        ? ExitStatus.CONFIGURATION
                        : retire(loaded.get().config(), stop))
                .code();
    }

    private ExitStatus retire(AgentConfig config, StopSignal stop) throws InterruptedException, ExecutionException {
        AgentAssembly assembly = new AgentAssembly(config, version, Clocks.system(), Path.of("/proc"), vertx);
        Outcome outcome = stop.unlessRequested(() -> assembly.retirement().retire());
        return switch (outcome) {
            case null -> {
                LOG.info("asked to end; whether the host is retired is not known");
                yield ExitStatus.DONE;
            }
            case Outcome.Retired retired -> {
                StandardOutput.println("host retired: id=" + retired.id());
                yield ExitStatus.DONE;
            }
            case Outcome.AlreadyGone gone -> {
                StandardOutput.println(
                        "nothing to retire, the stored id is forgotten: id=" + gone.id() + " reason=" + gone.reason());
                yield ExitStatus.DONE;
            }
            case Outcome.NoId none -> {
                LOG.errorf(
                        "no host to retire: %s; a host can also be retired in Mackerel's web console", none.reason());
                yield ExitStatus.CONFIGURATION;
            }
            case Outcome.Failed failed -> {
                LOG.errorf(
                        "the host could not be retired: id=%s reason=%s; its id is kept, so try again, check the API key"
                                + " and the way to Mackerel with the command doctor, or retire it in Mackerel's web"
                                + " console",
                        failed.id(), failed.reason());
                yield ExitStatus.CONFIGURATION;
            }
        };
    }
}
