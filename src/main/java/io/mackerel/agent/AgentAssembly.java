package io.mackerel.agent;

import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.config.ApiKey;
import io.mackerel.agent.config.HostIdStorage;
import io.mackerel.agent.delivery.Backoff;
import io.mackerel.agent.delivery.Outbox;
import io.mackerel.agent.delivery.Publisher;
import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.mackerel.AgentVersion;
import io.mackerel.agent.mackerel.HostIdFile;
import io.mackerel.agent.mackerel.HostIdStore;
import io.mackerel.agent.mackerel.HostRegistration;
import io.mackerel.agent.mackerel.MackerelClient;
import io.mackerel.agent.mackerel.MackerelMetricSink;
import io.mackerel.agent.platform.Platform;
import io.quarkus.scheduler.Scheduler;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;

/** Puts the agent together. */
public final class AgentAssembly {
    private static final int MOST_PENDING_VALUES = 50_000;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_BETWEEN_POSTS = Duration.ofMinutes(1);
    private static final Duration LONGEST_BETWEEN_REGISTRATIONS = Duration.ofMinutes(10);

    private final AgentConfig config;
    private final AgentVersion version;
    private final Clocks clocks;
    private final Machine machine;
    private final Vertx vertx;

    /**
     * @param proc where the proc file system is mounted
     */
    public AgentAssembly(AgentConfig config, AgentVersion version, Clocks clocks, Path proc, Vertx vertx) {
        this.config = config;
        this.version = version;
        this.clocks = clocks;
        this.machine = new Machine(proc, clocks.nanoTime());
        this.vertx = vertx;
    }

    public PlatformSelection platform() {
        return PlatformSelection.of(config, machine, clocks, vertx);
    }

    /** Two samples and what they come to, without Mackerel. */
    public OneCollection oneCollection(Platform platform) {
        return new OneCollection(platform, new HostSpecs(platform, machine, config), version);
    }

    /**
     * @param apiKey for every request
     * @param stop ends the agent
     */
    public Agent agent(Platform platform, ApiKey apiKey, Scheduler scheduler, StopSignal stop) {
        MackerelClient client = MackerelClient.connecting(
                config.apiBase(), config.proxy().forUri(config.apiBase()), () -> apiKey, version, clocks.wall());
        HostSpecs specs = new HostSpecs(platform, machine, config);
        HostRegistration registration = new HostRegistration(client, hostIdStore());
        CurrentHost host = new CurrentHost();
        Outbox outbox = new Outbox(MOST_PENDING_VALUES);
        Publisher publisher =
                new Publisher(outbox, new MackerelMetricSink(client), backoff(LONGEST_BETWEEN_POSTS), clocks.wall());
        DeliveryLoop delivery = new DeliveryLoop(outbox, publisher, host, clocks.nanoTime());
        HostCycle hostCycle = new HostCycle(
                specs,
                registration,
                host,
                delivery::wake,
                config.hostStatusOnStart(),
                backoff(LONGEST_BETWEEN_REGISTRATIONS),
                stop,
                clocks.nanoTime());
        delivery.whenHostIsGone(hostCycle::nudge);
        CollectionCycle collection = new CollectionCycle(platform, outbox, delivery::wake, clocks.nanoTime());
        Shutdown shutdown = new Shutdown(
                collection, delivery, outbox, specs, registration, host, backoff(LONGEST_BETWEEN_POSTS), clocks);
        return new Agent(
                platform,
                new Agent.Parts(
                        new SteadyJobs(new QuarkusJobs(scheduler), clocks),
                        collection,
                        delivery,
                        hostCycle,
                        shutdown,
                        client),
                stop,
                config.metricsInterval(),
                config.shutdownTimeout(),
                clocks);
    }

    private HostIdStore hostIdStore() {
        return config.hostIdStore() == HostIdStorage.FILE ? new HostIdFile(config.root()) : HostIdStore.inMemory();
    }

    private Backoff backoff(Duration longest) {
        return new Backoff(FIRST_RETRY, longest, clocks.random());
    }
}
