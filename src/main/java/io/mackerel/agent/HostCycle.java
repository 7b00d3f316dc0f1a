package io.mackerel.agent;

import io.mackerel.agent.delivery.Backoff;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.host.HostStatus;
import io.mackerel.agent.mackerel.HostRegistration;
import io.mackerel.agent.mackerel.RegistrationOutcome;
import io.mackerel.agent.mackerel.RegistrationOutcome.Origin;
import io.mackerel.agent.mackerel.RegistrationOutcome.Refused;
import io.mackerel.agent.mackerel.RegistrationOutcome.Registered;
import io.mackerel.agent.mackerel.RegistrationOutcome.TryLater;
import io.mackerel.agent.platform.PlatformException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the workload's host resolved: finds or creates it, sets its status, updates it now and then, and resolves it
 * anew when Mackerel has forgotten it. All of that happens on the one thread that calls {@link #run}.
 */
final class HostCycle {
    private static final Logger LOG = Logger.getLogger(HostCycle.class);
    private static final Duration FIRST_UPDATE = Duration.ofMinutes(5);
    private static final Duration UPDATE_INTERVAL = Duration.ofHours(1);
    private static final int STATUS_TRIES = 5;
    private static final Duration BETWEEN_STATUS_TRIES = Duration.ofSeconds(3);

    private final HostSpecs specs;
    private final HostRegistration registration;
    private final CurrentHost host;
    private final Resolution resolved;
    private final Supplier<@Nullable HostStatus> statusOnStart;
    private final Backoff backoff;
    private final Pause pause;
    private final LongSupplier nanoTime;
    private final RepeatedTrouble trouble;
    private final RepeatedTrouble updateTrouble;
    private final Semaphore nudges = new Semaphore(0);
    private volatile boolean ending;
    private volatile boolean updateWanted;
    private @Nullable HostId lastResolved;
    private int failures;
    private long nextUpdate;

    /**
     * @param resolved is run whenever the host was resolved
     * @param statusOnStart answering null leaves the status as it is
     */
    HostCycle(
            HostSpecs specs,
            HostRegistration registration,
            CurrentHost host,
            Resolution resolved,
            Supplier<@Nullable HostStatus> statusOnStart,
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
        this.updateTrouble = new RepeatedTrouble(LOG, "updating the host", nanoTime);
    }

    /** Who is to know that there is a host. */
    @FunctionalInterface
    interface Resolution {
        /**
         * @param another whether there was another host before
         */
        void resolved(boolean another);
    }

    /** What Mackerel is told of the host has changed. */
    void updateSoon() {
        updateWanted = true;
        nudge();
    }

    /** The host may be gone. */
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
            refusal = advanceSafely();
        }
        return refusal;
    }

    private @Nullable String advanceSafely() throws InterruptedException {
        try {
            return advance();
        } catch (RuntimeException | Error e) {
            trouble.occurred("unexpected", e.toString());
            LOG.debug("an unexpected failure while keeping the host", e);
            rest(null);
            return null;
        }
    }

    /** One step: a try to resolve the host, or else the wait for the next update or a nudge. */
    @Nullable
    String advance() throws InterruptedException {
        HostId id = host.get();
        if (id == null) {
            return resolve();
        }
        if (nudges.tryAcquire(nextUpdate - nanoTime.getAsLong(), TimeUnit.NANOSECONDS)) {
            nudges.drainPermits();
        }
        if (!ending && (updateWanted || nanoTime.getAsLong() - nextUpdate >= 0)) {
            updateWanted = false;
            update(id);
        }
        return null;
    }

    private @Nullable String resolve() {
        return switch (asked(() -> registration.resolve(specs.current()))) {
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
            case Refused refused when lastResolved == null -> refused.reason();
            case Refused refused -> {
                trouble.occurred("refused", refused.reason());
                rest(null);
                yield null;
            }
            case null -> null;
        };
    }

    private void settle(Registered registered) {
        trouble.over();
        HostId id = registered.id();
        boolean known = id.equals(lastResolved);
        LOG.logf(
                known ? Logger.Level.DEBUG : Logger.Level.INFO,
                "host registered: id=%s origin=%s",
                id,
                registered.origin().name().toLowerCase(Locale.ROOT));
        boolean first = lastResolved == null;
        lastResolved = id;
        failures = 0;
        nextUpdate = nanoTime.getAsLong() + FIRST_UPDATE.toNanos();
        host.set(id);
        resolved.resolved(!known && !first);
        HostStatus status = statusOnStart.get();
        if (status != null && (first || registered.origin() == Origin.CREATED)) {
            setStatus(id, status);
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

    private void update(HostId id) {
        nextUpdate = nanoTime.getAsLong() + FIRST_UPDATE.toNanos();
        switch (asked(() -> registration.refresh(id, specs.current()))) {
            case Registered _ -> {
                updateTrouble.over();
                LOG.debugf("host updated: id=%s", id);
                nextUpdate = nanoTime.getAsLong() + UPDATE_INTERVAL.toNanos();
            }
            case TryLater later -> updateTrouble.occurred("unavailable", later.reason());
            case Refused refused -> updateTrouble.occurred("refused", refused.reason());
            case null -> host.forget(id);
        }
    }

    private @Nullable RegistrationOutcome asked(Question question) {
        try {
            return question.ask();
        } catch (PlatformException e) {
            return new TryLater(String.valueOf(e.getMessage()), null);
        }
    }

    private interface Question {
        @Nullable
        RegistrationOutcome ask() throws PlatformException;
    }

    private void rest(@Nullable Duration retryAfter) {
        ending |= pause.pause(backoff.afterFailures(++failures, retryAfter));
    }
}
