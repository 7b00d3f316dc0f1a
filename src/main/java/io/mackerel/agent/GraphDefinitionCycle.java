package io.mackerel.agent;

import io.mackerel.agent.delivery.Backoff;
import io.mackerel.agent.mackerel.GraphDefinitionPosting;
import io.mackerel.agent.metric.GraphDefinition;
import io.mackerel.agent.plugin.GraphRun;
import io.mackerel.agent.plugin.MetricPlugin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Asks the metric plugins for their graph definitions and posts them: when the host is resolved, when the plugins change,
 * and every hour, since Mackerel forgets those that went unused. All of that happens on the one thread that calls
 * {@link #run}, and on one for each plugin.
 */
final class GraphDefinitionCycle {
    private static final Logger LOG = Logger.getLogger(GraphDefinitionCycle.class);
    private static final Duration INTERVAL = Duration.ofHours(1);

    private final Supplier<List<MetricPlugin>> plugins;
    private final GraphDefinitionPosting posting;
    private final Backoff backoff;
    private final RepeatedTrouble trouble;
    private final Semaphore wanted = new Semaphore(0);
    private final Set<String> told = new HashSet<>();
    private volatile boolean began;
    private int failures;

    GraphDefinitionCycle(
            Supplier<List<MetricPlugin>> plugins,
            GraphDefinitionPosting posting,
            Backoff backoff,
            LongSupplier nanoTime) {
        this.plugins = plugins;
        this.posting = posting;
        this.backoff = backoff;
        this.trouble = new RepeatedTrouble(LOG, "posting graph definitions", nanoTime);
    }

    /** There is a host: the first time that this is said, the cycle begins. */
    synchronized void begin() {
        if (!began) {
            began = true;
            wanted.release();
        }
    }

    /** The plugins are others now. */
    synchronized void pluginsChanged() {
        if (began) {
            wanted.release();
        }
    }

    /** Returns when interrupted. */
    void run() {
        try {
            wanted.acquire();
            while (true) {
                wanted.drainPermits();
                Duration pause = post();
                if (wanted.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                    failures = 0;
                }
            }
        } catch (InterruptedException theAgentEnds) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long to wait before the next time. */
    private Duration post() throws InterruptedException {
        try {
            GraphDefinitionPosting.Outcome outcome = posting.post(definitions());
            outcome.refused().forEach(this::tell);
            if (outcome.tryLater() == null) {
                trouble.over();
                failures = 0;
                return INTERVAL;
            }
            trouble.occurred("unavailable", outcome.tryLater());
        } catch (RuntimeException e) {
            trouble.occurred("unexpected", e.toString());
            LOG.debug("an unexpected failure while posting graph definitions", e);
        }
        return backoff.afterFailures(++failures);
    }

    private void tell(GraphDefinitionPosting.Refusal refusal) {
        tell("a graph definition was refused: name=" + refusal.name() + " reason=" + refusal.reason());
    }

    /** Once in the life of the agent, not every hour. */
    private void tell(String line) {
        synchronized (told) {
            if (told.size() < 1_000 && told.add(line)) {
                LOG.warn(line);
            }
        }
    }

    private List<GraphDefinition> definitions() throws InterruptedException {
        List<GraphDefinition> definitions = new ArrayList<>();
        List<Thread> threads = plugins.get().stream()
                .map(plugin -> Thread.ofVirtual().name("graph-definitions").start(() -> ask(plugin, definitions)))
                .toList();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } finally {
            threads.forEach(Thread::interrupt);
        }
        synchronized (definitions) {
            return List.copyOf(definitions);
        }
    }

    private void ask(MetricPlugin plugin, List<GraphDefinition> definitions) {
        String name = plugin.config().name();
        try {
            switch (plugin.graphDefinitions()) {
                case GraphRun.Defined(List<GraphDefinition> defined, List<String> complaints) -> {
                    synchronized (definitions) {
                        definitions.addAll(defined);
                    }
                    complaints.forEach(complaint -> tell("metric plugin " + name + ": " + complaint));
                }
                case GraphRun.Failed(String reason) ->
                    tell("metric plugin " + name + " gave no graph definitions: reason=" + reason);
                case GraphRun.None _ -> LOG.debugf("metric plugin %s has no graph definitions", name);
                case GraphRun.Ended _ -> {}
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
