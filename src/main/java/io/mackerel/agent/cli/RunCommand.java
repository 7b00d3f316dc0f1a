package io.mackerel.agent.cli;

import io.mackerel.agent.AgentAssembly;
import io.mackerel.agent.Clocks;
import io.mackerel.agent.ExitStatus;
import io.mackerel.agent.PlatformSelection;
import io.mackerel.agent.Signals;
import io.mackerel.agent.StopSignal;
import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.config.ApiKeyRule;
import io.mackerel.agent.config.FetchedDocuments;
import io.mackerel.agent.mackerel.AgentVersion;
import io.quarkus.scheduler.Scheduler;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;
import picocli.CommandLine.Command;

/** Runs the agent until it is told to end. */
@Command(name = "run", description = "Run the agent (the default).", mixinStandardHelpOptions = true)
class RunCommand implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(RunCommand.class);

    private final Scheduler scheduler;
    private final AgentVersion version;
    private final Vertx vertx;

    RunCommand(Scheduler scheduler, AgentVersion version, Vertx vertx) {
        this.scheduler = scheduler;
        this.version = version;
        this.vertx = vertx;
    }

    @Override
    public Integer call() throws InterruptedException {
        StopSignal stop = new StopSignal(Clocks.system().nanoTime());
        Signals.handOver(stop);
        return run(Environment.read(), Path.of("/proc"), stop).code();
    }

    /**
     * @param proc where the proc file system is mounted
     */
    ExitStatus run(Map<String, String> environment, Path proc, StopSignal stop) throws InterruptedException {
        LOG.infof("%s starts", version.userAgent());
        AgentConfig config = Configuration.load(environment, new FetchedDocuments(vertx), ApiKeyRule.REQUIRED)
                .orElse(null);
        if (config == null) {
            return ExitStatus.CONFIGURATION;
        }
        AgentAssembly assembly = new AgentAssembly(config, version, Clocks.system(), proc, vertx);
        return switch (assembly.platform()) {
            case PlatformSelection.Selected selected ->
                assembly.agent(
                                selected.platform(),
                                Objects.requireNonNull(config.apiKey()).key(),
                                scheduler,
                                stop)
                        .run();
            case PlatformSelection.NotFound notFound -> {
                LOG.error(notFound.message());
                yield notFound.exit();
            }
        };
    }
}
