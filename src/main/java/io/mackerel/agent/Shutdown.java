package io.mackerel.agent;

import io.mackerel.agent.delivery.Backoff;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.mackerel.HostLookup;
import io.mackerel.agent.mackerel.HostRegistration;
import io.mackerel.agent.mackerel.RetirementOutcome;
import java.time.Duration;
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
    private final Deliveries deliveries;
    private final HostSpecs specs;
    private final HostRegistration registration;
    private final CurrentHost host;
    private final Insistence insistence;
    private final Clocks clocks;

    Shutdown(
            CollectionCycle collection,
            Deliveries deliveries,
            HostSpecs specs,
            HostRegistration registration,
            CurrentHost host,
            Backoff backoff,
            Clocks clocks) {
        this.collection = collection;
        this.deliveries = deliveries;
        this.specs = specs;
        this.registration = registration;
        this.host = host;
        this.insistence = new Insistence(backoff);
        this.clocks = clocks;
    }

    /**
     * Collection and flush together get a third of the time at most; what they leave is the retirement's.
     *
     * @param hostCycle the thread that resolves the host; it has been told to end
     */
    void run(Duration longest, Thread hostCycle) throws InterruptedException {
        Deadline whole = Deadline.in(longest.minus(MARGIN), clocks.nanoTime());
        Deadline third = Deadline.in(longest.dividedBy(3), clocks.nanoTime());
        Duration sinceLast = collection.sinceLast();
        if (sinceLast != null && sinceLast.compareTo(FRESH) > 0) {
            collection.collectPlatform(third.remaining(LONGEST_COLLECTION));
        }
        Duration flush = third.remaining();
        HostId id = resolved(whole, hostCycle);
        if (id == null) {
            LOG.infof("ended without a host to retire: pending=%d", deliveries.pending());
        } else {
            deliveries.flush(whole.remaining(flush));
            retire(id, whole);
        }
    }

    /** Ends an agent that never got to measure: the host that an earlier run left is retired. */
    void runEarly(Duration longest) throws InterruptedException {
        Deadline whole = Deadline.in(longest.minus(MARGIN), clocks.nanoTime());
        HostId id = registration.hasStoredId() ? lookedUp(whole) : null;
        if (id != null) {
            retire(id, whole);
        }
    }

    /** The host; a registration that is under way is waited for, so that it leaves no host behind. */
    private @Nullable HostId resolved(Deadline whole, Thread hostCycle) throws InterruptedException {
        HostId known = host.get();
        if (known != null) {
            return known;
        }
        hostCycle.join(half(whole));
        if (host.get() == null && !hostCycle.isAlive()) {
            HostId found = lookedUp(Deadline.in(half(whole), clocks.nanoTime()));
            if (found != null) {
                host.set(found);
            }
        }
        return host.get();
    }

    private static Duration half(Deadline deadline) {
        return deadline.remaining().dividedBy(2);
    }

    /** The host that an earlier run registered; this one did not get that far. */
    private @Nullable HostId lookedUp(Deadline deadline) throws InterruptedException {
        HostLookup found = insistence.insist(
                deadline,
                () -> registration.find(specs.current()),
                lookup -> lookup instanceof HostLookup.TryLater,
                new HostLookup.TryLater("no answer", null));
        return found instanceof HostLookup.Found(HostId id, var _) ? id : null;
    }

    private void retire(HostId id, Deadline deadline) throws InterruptedException {
        RetirementOutcome outcome = insistence.insist(
                deadline,
                () -> registration.retire(id),
                each -> each instanceof RetirementOutcome.TryLater,
                new RetirementOutcome.TryLater("no answer in time"));
        switch (outcome) {
            case RetirementOutcome.Retired _ -> LOG.infof("host retired: id=%s dropped=%d", id, deliveries.pending());
            case RetirementOutcome.TryLater later -> notRetired(id, later.reason());
            case RetirementOutcome.Refused refused -> notRetired(id, refused.reason());
        }
    }

    private void notRetired(HostId id, String reason) {
        LOG.errorf("the host could not be retired: id=%s reason=%s pending=%d", id, reason, deliveries.pending());
    }
}
