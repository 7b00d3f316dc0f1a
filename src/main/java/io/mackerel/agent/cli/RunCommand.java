package io.mackerel.agent.cli;

import io.mackerel.agent.AgentAssembly;
import io.mackerel.agent.Clocks;
import io.mackerel.agent.ExitStatus;
import io.mackerel.agent.LastResort;
import io.mackerel.agent.PlatformSelection;
import io.mackerel.agent.ReloadRequests;
import io.mackerel.agent.Reloading;
import io.mackerel.agent.Signals;
import io.mackerel.agent.StopSignal;
import io.mackerel.agent.config.ApiKeyRule;
import io.mackerel.agent.config.ConfigLoader;
import io.mackerel.agent.config.ConfigOutcome;
import io.mackerel.agent.config.FetchedDocuments;
import io.mackerel.agent.config.RemoteDocuments;
import io.mackerel.agent.mackerel.AgentVersion;
import io.mackerel.agent.platform.Platform;
import io.quarkus.scheduler.Scheduler;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
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
        LastResort lastResort = new LastResort();
        ReloadRequests reloads = new ReloadRequests();
        Signals.handOver(stop, lastResort, reloads::request);
        return run(Environment.read(), Path.of("/proc"), stop, lastResort, reloads)
                .code();
    }

    /**
     * @param proc where the proc file system is mounted
     * @param reloads asks for the configuration to be read again
     */
    ExitStatus run(
            Map<String, String> environment, Path proc, StopSignal stop, LastResort lastResort, ReloadRequests reloads)
            throws InterruptedException {
        LOG.infof("%s starts", version.userAgent());
        RemoteDocuments remote = new FetchedDocuments(vertx, environment);
        ConfigOutcome.Loaded loaded =
                Configuration.load(environment, remote, ApiKeyRule.REQUIRED).orElse(null);
        if (loaded == null) {
            return ExitStatus.CONFIGURATION;
        }
        ConfigLoader loader = new ConfigLoader(environment, remote);
        Reloading reloading = new Reloading(() -> loader.load(ApiKeyRule.REQUIRED), loaded.warnings(), reloads);
        AgentAssembly assembly = new AgentAssembly(loaded.config(), version, Clocks.system(), proc, vertx);
        return switch (assembly.platform()) {
            case PlatformSelection.Selected(Platform platform) ->
                assembly.agent(platform, scheduler, stop, lastResort, reloading).run();
            case PlatformSelection.NotFound notFound -> {
                LOG.error(notFound.message());
                yield notFound.exit();
            }
        };
    }
}
