package io.mackerel.agent;

import io.mackerel.agent.delivery.Backoff;
import io.mackerel.agent.delivery.Outbox;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.mackerel.HostRegistration;
import io.mackerel.agent.mackerel.RegistrationOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The end of an agent whose workload ends: a last collection, what is pending posted, the host retired; all of it within
 * the time that the platform gives before it kills.
 */
final class Shutdown {
    private static final Logger LOG = Logger.getLogger(Shutdown.class);
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration LONGEST_COLLECTION = Duration.ofSeconds(1);
    /** What the process needs to end after all is done. */
    private static final Duration MARGIN = Duration.ofMillis(200);

    private final CollectionCycle collection;
    private final DeliveryLoop delivery;
    private final Outbox outbox;
    private final HostSpecs specs;
    private final HostRegistration registration;
    private final CurrentHost host;
    private final Backoff backoff;
    private final Clocks clocks;

    Shutdown(
            CollectionCycle collection,
            DeliveryLoop delivery,
            Outbox outbox,
            HostSpecs specs,
            HostRegistration registration,
            CurrentHost host,
            Backoff backoff,
            Clocks clocks) {
        this.collection = collection;
        this.delivery = delivery;
        this.outbox = outbox;
        this.specs = specs;
        this.registration = registration;
        this.host = host;
        this.backoff = backoff;
        this.clocks = clocks;
    }

    /**
     * @param hostCycle runs until it notices that the agent is to end
     */
    void run(Duration longest, Thread hostCycle) throws InterruptedException {
        Deadline whole = Deadline.in(longest.minus(MARGIN), clocks.nanoTime());
        Deadline third = Deadline.in(longest.dividedBy(3), clocks.nanoTime());
        Duration sinceLast = collection.sinceLast();
        if (sinceLast != null && sinceLast.compareTo(FRESH) > 0) {
            collection.collect(third.remaining(LONGEST_COLLECTION));
        }
        hostCycle.join(third.remaining());
        HostId id = host.get() == null ? lookedUp(third.remaining()) : host.get();
        delivery.flush(third.remaining());
        if (id == null) {
            LOG.infof("ended without a host to retire: pending=%d", outbox.size());
        } else {
            retire(id, whole);
        }
    }

    /** The host that an earlier run registered; this one did not get that far. */
    private @Nullable HostId lookedUp(Duration longest) {
        Optional<RegistrationOutcome> found =
                within(longest, () -> Optional.ofNullable(registration.find(specs.current())));
        if (found != null && found.orElse(null) instanceof RegistrationOutcome.Registered registered) {
            host.set(registered.id());
            return registered.id();
        }
        return null;
    }

    private void retire(HostId id, Deadline deadline) throws InterruptedException {
        Optional<String> failure = tryToRetire(id, deadline);
        for (int failures = 1; failure.isPresent() && !deadline.hasPassed(); failures++) {
            Thread.sleep(deadline.remaining(backoff.afterFailures(failures)));
            if (!deadline.hasPassed()) {
                failure = tryToRetire(id, deadline);
            }
        }
        failure.ifPresentOrElse(
                reason -> LOG.errorf(
                        "the host could not be retired: id=%s reason=%s pending=%d", id, reason, outbox.size()),
                () -> LOG.infof("host retired: id=%s values_dropped=%d", id, outbox.size()));
    }

    private Optional<String> tryToRetire(HostId id, Deadline deadline) {
        Optional<String> failure = within(deadline.remaining(), () -> registration.retire(id));
        return failure == null ? Optional.of("no answer in time") : failure;
    }

    /** Null when the work takes too long or fails. */
    private static <T> @Nullable T within(Duration longest, Callable<T> work) {
        try {
            return Bounded.call(work, longest);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debugf(e, "not done while ending");
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
