package io.mackerel.agent;

import io.mackerel.agent.delivery.Outbox;
import io.mackerel.agent.delivery.PostOutcome;
import io.mackerel.agent.delivery.Publisher;
import io.mackerel.agent.delivery.Publisher.Attempt;
import io.mackerel.agent.host.HostId;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Posts pending values or reports as soon as there are some and a host to post them for, on a thread of its own: collection never
 * waits for it.
 */
final class DeliveryLoop<T> {
    private static final Logger LOG = Logger.getLogger(DeliveryLoop.class);

    private static final Duration PAUSE_WHILE_FLUSHING = Duration.ofMillis(500);
    private static final Duration PAUSE_AFTER_A_FAULT = Duration.ofSeconds(10);

    private final String what;
    private final Outbox<T> outbox;
    private final Publisher<T> publisher;
    private final CurrentHost host;
    private final LongSupplier nanoTime;
    private final RepeatedTrouble trouble;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread = Thread.ofVirtual().name("delivery").unstarted(this::run);
    private long notBefore;
    private boolean flushing;
    private boolean ended;
    private volatile Runnable hostGone = () -> {};

    /**
     * @param what is posted, as in {@code "values"}
     */
    DeliveryLoop(String what, Outbox<T> outbox, Publisher<T> publisher, CurrentHost host, LongSupplier nanoTime) {
        this.what = what;
        this.outbox = outbox;
        this.publisher = publisher;
        this.host = host;
        this.nanoTime = nanoTime;
        this.notBefore = nanoTime.getAsLong();
        this.trouble = new RepeatedTrouble(LOG, "posting " + what, nanoTime);
    }

    /** Runs {@code reaction} when Mackerel does not know the host any more. */
    void whenHostIsGone(Runnable reaction) {
        hostGone = reaction;
    }

    void start() {
        thread.start();
    }

    int pending() {
        return outbox.size();
    }

    /** There may be something to do: values were added, or the host was resolved. */
    void wake() {
        locked(changed::signalAll);
    }

    /**
     * Posts what is pending without regard to back-off, and ends the loop; returns when that is done or time is up. A
     * request that hangs for half of the time is given up and made again.
     */
    void flush(Duration longest) {
        locked(() -> {
            flushing = true;
            notBefore = nanoTime.getAsLong();
            changed.signalAll();
        });
        awaitEnd(longest.dividedBy(2));
        thread.interrupt();
        awaitEnd(longest.dividedBy(2));
        locked(() -> ended = true);
    }

    private void awaitEnd(Duration longest) {
        locked(() -> {
            long left = longest.toNanos();
            while (!ended && left > 0) {
                left = changed.awaitNanos(left);
            }
        });
    }

    private void run() {
        boolean more = true;
        while (more) {
            try {
                more = publishNext();
            } catch (InterruptedException flushIsInAHurry) {
                LOG.debug("a wait was cut short by the end");
            }
        }
        locked(() -> {
            ended = true;
            changed.signalAll();
        });
    }

    private boolean publishNext() throws InterruptedException {
        HostId next = awaitWork();
        if (next != null) {
            publishSafely(next);
        }
        return next != null;
    }

    private void publishSafely(HostId id) {
        try {
            Attempt attempt = publisher.publish(id);
            rest(attempt);
            report(id, attempt);
        } catch (RuntimeException | Error e) {
            trouble.occurred("unexpected", e.toString());
            LOG.debug("an unexpected failure while posting", e);
            rest(PAUSE_AFTER_A_FAULT);
        } finally {
            // An interrupt was for the request alone.
            Thread.interrupted();
        }
    }

    /** The host to post for, as soon as that makes sense; null when all is done. */
    private @Nullable HostId awaitWork() throws InterruptedException {
        lock.lock();
        try {
            while (!ended) {
                HostId known = outbox.size() > 0 ? host.get() : null;
                long wait = notBefore - nanoTime.getAsLong();
                if (known != null && wait <= 0) {
                    return known;
                }
                if (known != null) {
                    changed.awaitNanos(wait);
                } else if (flushing) {
                    return null;
                } else {
                    changed.await();
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void rest(Attempt attempt) {
        boolean accepted = attempt.outcome() instanceof PostOutcome.Accepted;
        locked(() -> rest(flushing ? accepted ? Duration.ZERO : PAUSE_WHILE_FLUSHING : attempt.pause()));
    }

    private void rest(Duration pause) {
        locked(() -> notBefore = nanoTime.getAsLong() + pause.toNanos());
    }

    private void report(HostId id, Attempt attempt) {
        if (attempt.expired() > 0) {
            LOG.warnf("%s too old to be taken were dropped: count=%d", what, attempt.expired());
        }
        switch (attempt.outcome()) {
            case PostOutcome.Accepted _ -> {
                trouble.over();
                LOG.debugf("posted: %s=%d pending=%d", what, attempt.items(), outbox.size());
            }
            case PostOutcome.RetryLater later -> trouble.occurred("unavailable", later.reason());
            case PostOutcome.Refused refused -> trouble.occurred("refused", refused.reason());
            case PostOutcome.Rejected rejected ->
                LOG.warnf("%s were rejected and dropped: count=%d reason=%s", what, attempt.items(), rejected.reason());
            case PostOutcome.HostGone gone -> {
                trouble.occurred("host gone", gone.reason());
                host.forget(id);
                hostGone.run();
            }
        }
    }

    private void locked(Step step) {
        lock.lock();
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private interface Step {
        void run() throws InterruptedException;
    }
}
