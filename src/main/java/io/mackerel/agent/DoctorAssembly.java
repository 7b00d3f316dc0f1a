package io.mackerel.agent;

import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.config.ApiKeySource;
import io.mackerel.agent.config.HostIdStorage;
import io.mackerel.agent.config.Masking;
import io.mackerel.agent.config.Proxy;
import io.mackerel.agent.config.ReadinessProbeConfig;
import io.mackerel.agent.doctor.CheckPluginExamination;
import io.mackerel.agent.doctor.Diagnosis;
import io.mackerel.agent.doctor.Finding;
import io.mackerel.agent.doctor.HostExamination;
import io.mackerel.agent.doctor.MetricPluginExamination;
import io.mackerel.agent.doctor.Outcome;
import io.mackerel.agent.doctor.PlatformExamination;
import io.mackerel.agent.doctor.ReadinessExamination;
import io.mackerel.agent.doctor.RootExamination;
import io.mackerel.agent.doctor.ServiceExamination;
import io.mackerel.agent.doctor.Step;
import io.mackerel.agent.mackerel.AgentVersion;
import io.mackerel.agent.mackerel.ApiKeys;
import io.mackerel.agent.mackerel.HostIdFile;
import io.mackerel.agent.mackerel.HostIdStore;
import io.mackerel.agent.mackerel.MackerelContact;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.Workload;
import io.mackerel.agent.plugin.CheckPlugin;
import io.mackerel.agent.plugin.CommandRunner;
import io.mackerel.agent.plugin.MetricPlugin;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Puts the examinations together. Closing ends what they still do, and all that they started. */
final class DoctorAssembly implements AutoCloseable {
    private static final Duration LONGEST_OF_PLATFORM = Duration.ofSeconds(30);
    /** A call takes 30 s at most. */
    private static final Duration LONGEST_OF_SERVICE = Duration.ofSeconds(35);

    private static final Duration LONGEST_OF_HOST = Duration.ofSeconds(40);
    private static final Duration LONGEST_OF_FOLDER = Duration.ofSeconds(10);
    /** What a command takes to be ended that has overrun its time. */
    private static final Duration END_OF_COMMAND = Duration.ofSeconds(12);

    private final AgentConfig config;
    private final PlatformSelection selection;
    private final AgentVersion version;
    private final Clocks clocks;
    private final Masking masking;
    private final CommandRunner commands;
    private final PluginAssembly plugins;
    private final @Nullable MackerelContact contact;
    private final CompletableFuture<Boolean> answered = new CompletableFuture<>();
    private final CompletableFuture<Optional<Workload>> workload = new CompletableFuture<>();

    DoctorAssembly(
            AgentConfig config,
            PlatformSelection selection,
            AgentVersion version,
            Clocks clocks,
            Masking masking,
            CommandRunner commands,
            Vertx vertx) {
        this.config = config;
        this.selection = selection;
        this.version = version;
        this.clocks = clocks;
        this.masking = masking;
        this.commands = commands;
        this.plugins = new PluginAssembly(commands, masking, vertx, version.userAgent(), clocks.nanoTime());
        this.contact = contact(config.apiKey());
    }

    private @Nullable MackerelContact contact(@Nullable ApiKeySource key) {
        return key == null
                ? null
                : new MackerelContact(
                        config.apiBase(), proxy(), new ApiKeys(key, masking::remember), version, clocks.wall());
    }

    private @Nullable Proxy proxy() {
        return config.proxy().forUri(config.apiBase());
    }

    Diagnosis diagnosis() {
        return new Diagnosis(clocks.nanoTime(), masking);
    }

    /** In the order in which a person looks for the fault. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        steps.add(service());
        steps.add(platform());
        steps.add(host());
        steps.add(new Step(
                RootExamination.SUBJECT,
                LONGEST_OF_FOLDER,
                Outcome.PROBLEM,
                new RootExamination(config.root(), config.hostIdStore())));
        ReadinessProbeConfig probe = config.readinessProbe();
        if (probe != null) {
            steps.add(new Step(
                    ReadinessExamination.SUBJECT,
                    probe.timeout().plus(END_OF_COMMAND).multipliedBy(2),
                    Outcome.PROBLEM,
                    new ReadinessExamination(probe.action(), plugins.probe(probe))));
        }
        config.plugins().metrics().forEach(each -> steps.add(step(new MetricPlugin(each, commands, masking))));
        config.plugins().checks().forEach(each -> steps.add(step(new CheckPlugin(each, commands, masking))));
        return steps;
    }

    private Step service() {
        URI base = config.apiBase();
        MackerelContact there = contact;
        if (there == null) {
            answered.complete(false);
        }
        return new Step(
                ServiceExamination.SUBJECT,
                LONGEST_OF_SERVICE,
                Outcome.FATAL,
                there == null
                        ? () -> List.of(Finding.notChecked(ServiceExamination.SUBJECT, "there is no API key"))
                        : new ServiceExamination(
                                base, proxy(), there::greet, there::clockDifference, clocks.nanoTime(), answered));
    }

    private Step platform() {
        return new Step(
                PlatformExamination.SUBJECT,
                LONGEST_OF_PLATFORM,
                Outcome.FATAL,
                switch (selection) {
                    case PlatformSelection.Selected(Platform selected) -> new PlatformExamination(selected, workload);
                    case PlatformSelection.NotFound notFound -> {
                        workload.complete(Optional.empty());
                        yield () -> List.of(PlatformExamination.notFound(notFound.message()));
                    }
                });
    }

    private Step host() {
        MackerelContact there = contact;
        return new Step(
                HostExamination.SUBJECT,
                LONGEST_OF_HOST,
                Outcome.PROBLEM,
                there == null
                        ? () -> List.of(Finding.notChecked(HostExamination.SUBJECT, "there is no API key"))
                        : new HostExamination(hostIdStore(), there.sightings(), answered, workload));
    }

    private HostIdStore hostIdStore() {
        return config.hostIdStore() == HostIdStorage.FILE ? new HostIdFile(config.root()) : HostIdStore.inMemory();
    }

    /** A metric plugin runs twice: for its values, and for its graphs. */
    private Step step(MetricPlugin plugin) {
        return new Step(
                MetricPluginExamination.subject(plugin),
                plugin.config().timeout().plus(END_OF_COMMAND).multipliedBy(2),
                Outcome.PROBLEM,
                new MetricPluginExamination(plugin, clocks.wall()));
    }

    private Step step(CheckPlugin plugin) {
        return new Step(
                CheckPluginExamination.subject(plugin),
                plugin.config().timeout().plus(END_OF_COMMAND),
                Outcome.PROBLEM,
                new CheckPluginExamination(plugin, clocks.wall()));
    }

    @Override
    public void close() {
        commands.killAll();
        if (selection instanceof PlatformSelection.Selected(Platform platform)) {
            platform.close();
        }
        if (contact != null) {
            contact.close();
        }
    }
}
