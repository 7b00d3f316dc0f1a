package io.mackerel.agent.cli;

import io.mackerel.agent.AgentAssembly;
import io.mackerel.agent.Clocks;
import io.mackerel.agent.Doctor;
import io.mackerel.agent.ExitStatus;
import io.mackerel.agent.LastResort;
import io.mackerel.agent.Signals;
import io.mackerel.agent.StopSignal;
import io.mackerel.agent.config.ConfigLoader;
import io.mackerel.agent.config.FetchedDocuments;
import io.mackerel.agent.config.LogLevel;
import io.mackerel.agent.doctor.Finding;
import io.mackerel.agent.doctor.Outcome;
import io.mackerel.agent.mackerel.AgentVersion;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Tells a person what keeps the agent from its work. */
@Command(
        name = "doctor",
        description = "Examine all that the agent depends on, and say what to do: configuration, API key, Mackerel,"
                + " clock, platform and its permissions, root folder, readiness probe, plugins. Changes nothing;"
                + " runs each plugin once.",
        footer = {
            "%nOK; NOTE: good to know; PROBLEM: the agent runs, but not as it should; FATAL: it cannot do its work.",
            "%nExit status: 1 when there is something FATAL, else 0."
        },
        mixinStandardHelpOptions = true)
class DoctorCommand implements Callable<Integer> {
    private final AgentVersion version;
    private final Vertx vertx;

    DoctorCommand(AgentVersion version, Vertx vertx) {
        this.version = version;
        this.vertx = vertx;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        StopSignal stop = new StopSignal(Clocks.system().nanoTime());
        LastResort lastResort = new LastResort();
        Signals.handOver(stop, lastResort, stop::request);
        Configuration.logFrom(LogLevel.WARN);
        List<String> log = new CopyOnWriteArrayList<>();
        StandardOutput.println(version.userAgent() + "\n");
        Outcome worst;
        try (LogTap _ = new LogTap(log::add)) {
            worst = doctor().examine(stop, lastResort, DoctorCommand::print);
        }
        log.forEach(System.err::println);
        return status(worst).code();
    }

    private Doctor doctor() {
        Map<String, String> environment = Environment.read();
        return new Doctor(
                new ConfigLoader(environment, new FetchedDocuments(vertx, environment)),
                config -> new AgentAssembly(config, version, Clocks.system(), Path.of("/proc"), vertx));
    }

    private static void print(Finding finding) {
        FindingLines.of(finding).forEach(StandardOutput::println);
    }

    private static ExitStatus status(@Nullable Outcome worst) {
        if (worst == null) {
            StandardOutput.println("\nasked to end");
            return ExitStatus.DONE;
        }
        StandardOutput.println("\n" + FindingLines.summary(worst));
        return worst == Outcome.FATAL ? ExitStatus.CONFIGURATION : ExitStatus.DONE;
    }
}
