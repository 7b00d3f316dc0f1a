package io.mackerel.agent;

import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.config.Masking;
import io.mackerel.agent.delivery.Backoff;
import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.mackerel.AgentVersion;
import io.mackerel.agent.mackerel.GraphDefinitionPosting;
import io.mackerel.agent.mackerel.HostSightings;
import io.mackerel.agent.platform.ContainerFilter;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.plugin.CheckPlugin;
import io.mackerel.agent.plugin.CommandRunner;
import io.mackerel.agent.plugin.MetricPlugin;
import io.quarkus.scheduler.Scheduler;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;

/** Puts the agent together. */
public final class AgentAssembly {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_BETWEEN_POSTS = Duration.ofMinutes(1);
    private static final Duration LONGEST_BETWEEN_REGISTRATIONS = Duration.ofMinutes(10);

    private static final Path PROC = Path.of("/proc");

    private final CurrentConfig config;
    private final AgentVersion version;
    private final Clocks clocks;
    private final Machine machine;
    private final Vertx vertx;

    /**
     * @param proc where the proc file system is mounted that describes the machine
     */
    public AgentAssembly(AgentConfig config, AgentVersion version, Clocks clocks, Path proc, Vertx vertx) {
        this.config = new CurrentConfig(config);
        this.version = version;
        this.clocks = clocks;
        this.machine = new Machine(proc, clocks.nanoTime());
        this.vertx = vertx;
    }

    public PlatformSelection platform() {
        ContainerFilter filter = name ->
                ContainerFilter.leavingOut(config.get().ignoreContainer()).accepts(name);
        return PlatformSelection.of(config.get(), filter, machine, clocks, vertx);
    }

    /** Two samples and what they come to, without Mackerel. */
    public OneCollection oneCollection(Platform platform) {
        Masking masking = masking();
        CommandRunner commands = new CommandRunner(PROC, clocks.nanoTime(), marker());
        OneCollection.Plugins plugins = new OneCollection.Plugins(
                config.get().plugins().metrics().stream()
                        .map(each -> new MetricPlugin(each, commands, masking))
                        .toList(),
                config.get().plugins().checks().stream()
                        .map(each -> new CheckPlugin(each, commands, masking))
                        .toList(),
                commands,
                clocks.wall());
        return new OneCollection(platform, new HostSpecs(platform, machine, config), version, plugins);
    }

    /**
     * The agent itself; the configuration holds an API key.
     *
     * @param stop ends the agent
     */
    public Agent agent(
            Platform platform, Scheduler scheduler, StopSignal stop, LastResort lastResort, Reloading reloading) {
        Masking masking = masking();
        MackerelAssembly mackerel = new MackerelAssembly(config, version, clocks, masking);
        CurrentHost host = new CurrentHost();
        DeliveryAssembly delivery =
                new DeliveryAssembly(mackerel.client(), host, backoff(LONGEST_BETWEEN_POSTS), clocks);
        CommandRunner commands = new CommandRunner(PROC, clocks.nanoTime(), marker());
        PluginAssembly plugins = new PluginAssembly(commands, masking, vertx, version.userAgent(), clocks.nanoTime());
        HostSpecs specs = new HostSpecs(platform, machine, config);
        Collection collection = collection(platform, plugins, delivery);
        Agent.Parts parts = new Agent.Parts(
                new ConfigReload(reloading, config, masking, clocks.nanoTime()),
                new ReadinessWait(() -> config.get().readinessProbe(), plugins::probe, stop),
                cycles(scheduler, collection, delivery, mackerel, specs, host, stop),
                new Shutdown(
                        collection.cycle(),
                        delivery.deliveries(),
                        specs,
                        mackerel.registration(),
                        host,
                        backoff(LONGEST_BETWEEN_POSTS),
                        clocks),
                commands,
                mackerel.client());
        return new Agent(platform, parts, stop, lastResort, () -> config.get().shutdownTimeout(), clocks);
    }

    /** Of the host whose id is stored; the configuration holds an API key. */
    public Retirement retirement() {
        MackerelAssembly mackerel = new MackerelAssembly(config, version, clocks, masking());
        return new Retirement(
                config.get(),
                mackerel.store(),
                new HostSightings(mackerel.client()),
                mackerel.registration(),
                new Insistence(backoff(LONGEST_BETWEEN_POSTS)),
                clocks.nanoTime());
    }

    /** The configuration may do without an API key. */
    DoctorAssembly doctor() {
        CommandRunner commands = new CommandRunner(PROC, clocks.nanoTime(), marker());
        return new DoctorAssembly(config.get(), platform(), version, clocks, masking(), commands, vertx);
    }

    private record Collection(CollectionCycle cycle, MetricPlugins metrics, CheckPlugins checks) {}

    private Collection collection(Platform platform, PluginAssembly plugins, DeliveryAssembly delivery) {
        MetricPlugins metrics = plugins.metrics(config, delivery.values());
        CheckPlugins checks = plugins.checks(config, delivery.reports());
        return new Collection(
                new CollectionCycle(platform, delivery.values(), metrics::begin, clocks), metrics, checks);
    }

    private Cycles cycles(
            Scheduler scheduler,
            Collection collection,
            DeliveryAssembly delivery,
            MackerelAssembly mackerel,
            HostSpecs specs,
            CurrentHost host,
            StopSignal stop) {
        SteadyJobs jobs = new SteadyJobs(new QuarkusJobs(scheduler), clocks);
        CollectionSchedule collections = new CollectionSchedule(
                collection.cycle(), jobs, clocks, () -> config.get().metricsInterval());
        CheckSchedule checks = new CheckSchedule(
                collection.checks(), jobs, clocks, () -> config.get().checksInterval());
        GraphDefinitionCycle graphs = new GraphDefinitionCycle(
                collection.metrics()::all,
                new GraphDefinitionPosting(mackerel.client()),
                backoff(LONGEST_BETWEEN_REGISTRATIONS),
                clocks.nanoTime());
        HostCycle hostCycle = new HostCycle(
                specs,
                mackerel.registration(),
                host,
                another -> {
                    if (another) {
                        collection.checks().reportAllAnew();
                    }
                    delivery.deliveries().wake();
                    graphs.begin();
                },
                () -> config.get().hostStatusOnStart(),
                backoff(LONGEST_BETWEEN_REGISTRATIONS),
                stop,
                clocks.nanoTime());
        delivery.deliveries().whenHostIsGone(hostCycle::nudge);
        config.whenChanged(AgentConfig::metricsInterval, _ -> collections.restart());
        config.whenChanged(AgentConfig::checksInterval, _ -> checks.restart());
        config.whenChanged(each -> each.plugins().metrics(), _ -> graphs.pluginsChanged());
        config.whenChanged(HostSpecs::settings, _ -> hostCycle.updateSoon());
        return new Cycles(jobs, collections, checks, delivery.deliveries(), hostCycle, graphs);
    }

    private Masking masking() {
        Masking masking = new Masking();
        masking.remember(config.get());
        return masking;
    }

    /** Tells the processes that this agent started from those of another one that it shares them with. */
    private String marker() {
        return Long.toHexString(clocks.random().nextLong());
    }

    private Backoff backoff(Duration longest) {
        return new Backoff(FIRST_RETRY, longest, clocks.random());
    }
}
