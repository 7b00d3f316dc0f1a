package io.mackerel.agent;

import io.mackerel.agent.delivery.Backoff;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.host.HostStatus;
import io.mackerel.agent.mackerel.HostRegistration;
import io.mackerel.agent.mackerel.RegistrationOutcome;
import io.mackerel.agent.mackerel.RegistrationOutcome.Refused;
import io.mackerel.agent.mackerel.RegistrationOutcome.Registered;
import io.mackerel.agent.mackerel.RegistrationOutcome.TryLater;
import io.mackerel.agent.platform.PlatformException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the workload's host resolved: finds or creates it, sets its status, updates it now and then, and resolves it
 * anew when Mackerel has forgotten it. All of that happens on the one thread that calls {@link #run}.
 */
final class HostCycle {
    /** How often {@link #nudge} is to be called, so that an update that failed is soon tried again. */
    static final Duration CHECK = Duration.ofMinutes(5);

    private static final Logger LOG = Logger.getLogger(HostCycle.class);
    private static final Duration UPDATE_INTERVAL = Duration.ofHours(1);
    private static final int STATUS_TRIES = 5;
    private static final Duration BETWEEN_STATUS_TRIES = Duration.ofSeconds(3);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

    private final HostSpecs specs;
    private final HostRegistration registration;
    private final CurrentHost host;
    private final Runnable resolved;
    private final @Nullable HostStatus statusOnStart;
    private final Backoff backoff;
    private final Pause pause;
    private final LongSupplier nanoTime;
    private final RepeatedTrouble trouble;
    private final Semaphore nudges = new Semaphore(0);
    private volatile boolean ending;
    private boolean everResolved;
    private int failures;
    private long nextUpdate;

    /**
     * @param resolved is run whenever the host was resolved
     * @param statusOnStart null leaves the status as it is
     */
    HostCycle(
            HostSpecs specs,
            HostRegistration registration,
            CurrentHost host,
            Runnable resolved,
            @Nullable HostStatus statusOnStart,
            Backoff backoff,
            Pause pause,
            LongSupplier nanoTime) {
        this.specs = specs;
        this.registration = registration;
        this.host = host;
        this.resolved = resolved;
        this.statusOnStart = statusOnStart;
        this.backoff = backoff;
        this.pause = pause;
        this.nanoTime = nanoTime;
        this.trouble = new RepeatedTrouble(LOG, "registering the host", nanoTime);
    }

    /** What to do about the host may have changed. */
    void nudge() {
        nudges.release();
    }

    /** Lets {@link #run} return. */
    void end() {
        ending = true;
        nudge();
    }

    /**
     * Returns when the agent is to end.
     *
     * @return why Mackerel refuses the host for good; null when the agent was asked to end
     */
    @Nullable
    String run() throws InterruptedException {
        String refusal = null;
        while (refusal == null && !ending) {
            refusal = advance();
        }
        return refusal;
    }

    /** One step: a try to resolve the host, or else the wait for a nudge and what is due then. */
    @Nullable
    String advance() throws InterruptedException {
        if (host.get() == null) {
            return resolve();
        }
        nudges.acquire();
        nudges.drainPermits();
        updateIfDue();
        return null;
    }

    private @Nullable String resolve() {
        RegistrationOutcome outcome;
        try {
            outcome = registration.resolve(specs.current());
        } catch (PlatformException e) {
            outcome = new TryLater(String.valueOf(e.getMessage()), null);
        }
        return switch (outcome) {
            case Registered registered -> {
                settle(registered);
                yield null;
            }
            case TryLater _ when ending -> null;
            case TryLater later -> {
                trouble.occurred("unavailable", later.reason());
                rest(later.retryAfter());
                yield null;
            }
            case Refused refused when !everResolved -> refused.reason();
            case Refused refused -> {
                trouble.occurred("refused", refused.reason());
                rest(null);
                yield null;
            }
        };
    }

    private void settle(Registered registered) {
        trouble.over();
        LOG.infof("host registered: id=%s how=%s", registered.id(), registered.how());
        failures = 0;
        everResolved = true;
        nextUpdate = nanoTime.getAsLong() + CHECK.toNanos();
        host.set(registered.id());
        resolved.run();
        if (statusOnStart != null) {
            setStatus(registered.id(), statusOnStart);
        }
    }

    private void setStatus(HostId id, HostStatus status) {
        Optional<String> failure = registration.setStatus(id, status);
        for (int tries = 1; failure.isPresent() && tries < STATUS_TRIES; tries++) {
            if (pause.pause(BETWEEN_STATUS_TRIES)) {
                return;
            }
            failure = registration.setStatus(id, status);
        }
        failure.ifPresentOrElse(
                reason ->
                        LOG.warnf("the host's status could not be set: status=%s reason=%s", status.wireName(), reason),
                () -> LOG.infof("host status set: status=%s", status.wireName()));
    }

    private void updateIfDue() {
        HostId id = host.get();
        if (id == null || nanoTime.getAsLong() - nextUpdate < 0) {
            return;
        }
        try {
            update(id);
        } catch (PlatformException e) {
            trouble.occurred("platform", String.valueOf(e.getMessage()));
        }
    }

    private void update(HostId id) throws PlatformException {
        switch (registration.update(id, specs.current(), "updated")) {
            case Registered _ -> {
                trouble.over();
                LOG.debugf("host updated: id=%s", id);
                nextUpdate = nanoTime.getAsLong() + UPDATE_INTERVAL.toNanos();
            }
            case TryLater later -> trouble.occurred("unavailable", later.reason());
            case Refused refused -> trouble.occurred("refused", refused.reason());
            case null -> host.forget(id);
        }
    }

    private void rest(@Nullable Duration retryAfter) {
        Duration own = backoff.afterFailures(++failures);
        ending |= pause.pause(retryAfter == null ? own : Collections.min(List.of(retryAfter, LONGEST_RETRY_AFTER)));
    }
}
