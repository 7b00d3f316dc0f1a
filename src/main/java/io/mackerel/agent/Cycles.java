package io.mackerel.agent;

import io.mackerel.agent.platform.Workload;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** All that goes on while the workload runs. */
final class Cycles {
    private final SteadyJobs jobs;
    private final CollectionSchedule collection;
    private final CheckSchedule checks;
    private final Deliveries deliveries;
    private final HostCycle host;
    private final GraphDefinitionCycle graphDefinitions;
    private final AtomicReference<@Nullable String> refusal = new AtomicReference<>();
    private @Nullable Thread graphDefinitionThread;

    Cycles(
            SteadyJobs jobs,
            CollectionSchedule collection,
            CheckSchedule checks,
            Deliveries deliveries,
            HostCycle host,
            GraphDefinitionCycle graphDefinitions) {
        this.jobs = jobs;
        this.collection = collection;
        this.checks = checks;
        this.deliveries = deliveries;
        this.host = host;
        this.graphDefinitions = graphDefinitions;
    }

    /**
     * Starts them and returns.
     *
     * @param refused is run when Mackerel refuses the host for good
     * @return the thread that keeps the host resolved
     */
    Thread start(Workload workload, Runnable refused) {
        Thread hostThread = Thread.ofVirtual().name("host").start(() -> keepHost(refused));
        deliveries.start();
        graphDefinitionThread = Thread.ofVirtual().name("graph-definitions").start(graphDefinitions::run);
        Thread.ofVirtual().name("first-sample").start(() -> collection.start(workload.identity()));
        Thread.ofVirtual().name("first-checks").start(() -> checks.start(workload.identity()));
        return hostThread;
    }

    private void keepHost(Runnable refused) {
        try {
            refusal.set(host.run());
            refused.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** To be called every {@link SteadyJobs#CHECK}. */
    void look() {
        jobs.check();
    }

    /** Begins nothing new; delivery goes on. */
    void end() {
        jobs.cancelAll();
        host.end();
        if (graphDefinitionThread != null) {
            graphDefinitionThread.interrupt();
        }
    }

    /** Why Mackerel refuses the host for good; null when it does not. */
    @Nullable
    String refusal() {
        return refusal.get();
    }
}
