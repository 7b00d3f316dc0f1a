package io.mackerel.agent.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mackerel.agent.AgentAssembly;
import io.mackerel.agent.Clocks;
import io.mackerel.agent.ExitStatus;
import io.mackerel.agent.OneCollection;
import io.mackerel.agent.PlatformSelection;
import io.mackerel.agent.Signals;
import io.mackerel.agent.StopSignal;
import io.mackerel.agent.check.CheckReport;
import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.config.ApiKeyRule;
import io.mackerel.agent.config.ConfigOutcome;
import io.mackerel.agent.config.FetchedDocuments;
import io.mackerel.agent.mackerel.AgentVersion;
import io.mackerel.agent.mackerel.HostRequest;
import io.mackerel.agent.metric.GraphDefinition;
import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.PlatformException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Prints what the agent would post, as JSON on standard output, and posts nothing. */
@Command(
        name = "once",
        description = "Collect once and print as JSON what would be posted; posts nothing and needs no API key.",
        mixinStandardHelpOptions = true)
class OnceCommand implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(OnceCommand.class);

    private final AgentVersion version;
    private final Vertx vertx;
    private final ObjectMapper json;

    OnceCommand(AgentVersion version, ObjectMapper json, Vertx vertx) {
        this.version = version;
        this.vertx = vertx;
        this.json = json;
    }

    @RegisterForReflection
    record Output(HostRequest host, List<Metric> metrics, List<Check> checkReports, List<Graph> graphDefinitions) {}

    @RegisterForReflection
    record Metric(String name, long time, double value) {}

    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Check(
            String name,
            String status,
            String message,
            long occurredAt,
            @Nullable Integer notificationInterval,
            @Nullable Integer maxCheckAttempts) {
        static Check of(CheckReport report) {
            return new Check(
                    report.name(),
                    report.status().name(),
                    report.message(),
                    report.occurredAt(),
                    report.notificationInterval(),
                    report.maxCheckAttempts());
        }
    }

    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Graph(String name, @Nullable String displayName, String unit, List<GraphMetric> metrics) {
        static Graph of(GraphDefinition graph) {
            return new Graph(
                    graph.name(),
                    graph.displayName(),
                    graph.unit(),
                    graph.metrics().stream().map(GraphMetric::of).toList());
        }
    }

    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GraphMetric(String name, @Nullable String displayName, boolean isStacked) {
        static GraphMetric of(GraphDefinition.Metric metric) {
            return new GraphMetric(metric.name(), metric.displayName(), metric.isStacked());
        }
    }

    @Override
    public Integer call() throws JsonProcessingException, InterruptedException {
        StopSignal stop = new StopSignal(Clocks.system().nanoTime());
        Signals.handOver(stop);
        Map<String, String> environment = Environment.read();
        Optional<ConfigOutcome.Loaded> config =
                Configuration.load(environment, new FetchedDocuments(vertx, environment), ApiKeyRule.OPTIONAL);
        return (config.isEmpty()
                        ? ExitStatus.CONFIGURATION
                        : collect(config.get().config(), stop))
                .code();
    }

    private ExitStatus collect(AgentConfig config, StopSignal stop)
            throws JsonProcessingException, InterruptedException {
        AgentAssembly assembly = new AgentAssembly(config, version, Clocks.system(), Path.of("/proc"), vertx);
        return switch (assembly.platform()) {
            case PlatformSelection.Selected(Platform platform) -> print(assembly.oneCollection(platform), stop);
            case PlatformSelection.NotFound notFound -> {
                LOG.error(notFound.message());
                yield notFound.exit();
            }
        };
    }

    private ExitStatus print(OneCollection collection, StopSignal stop)
            throws JsonProcessingException, InterruptedException {
        try {
            OneCollection.Report report = collection.collect(stop);
            if (report != null) {
                StandardOutput.println(json.writerWithDefaultPrettyPrinter().writeValueAsString(output(report)));
            }
            return ExitStatus.DONE;
        } catch (NotPermittedException e) {
            LOG.errorf("the platform does not permit what the agent needs: %s", e.getMessage());
            return ExitStatus.PLATFORM;
        } catch (PlatformException e) {
            LOG.errorf("the platform does not answer: reason=%s", e.getMessage());
            return ExitStatus.PLATFORM;
        }
    }

    private static Output output(OneCollection.Report report) {
        return new Output(
                report.host(),
                report.values().stream()
                        .map(each -> new Metric(each.name().value(), each.epochSecond(), each.value()))
                        .toList(),
                report.reports().stream().map(Check::of).toList(),
                report.graphs().stream().map(Graph::of).toList());
    }
}
