package io.mackerel.agent.platform.kubernetes;

import io.mackerel.agent.platform.PlatformException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The own pod as it was last read. Its identity never changes. Safe for use by several threads. */
final class OwnPod {
    private static final Logger LOG = Logger.getLogger(OwnPod.class);

    private final Sources<PodResponse> sources;
    private final LongSupplier nanoTime;
    private final Executor background;
    private final PodReference named;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile @Nullable Known known;
    private volatile long triedAt;
    private volatile boolean outdated;
    private boolean failing;

    /**
     * @param uid the kubelet's
     * @param readAt on the monotonic clock
     */
    private record Known(PodResponse pod, String uid, long readAt) {}

    /**
     * @param background runs what nobody waits for
     */
    OwnPod(PodReference named, Sources<PodResponse> sources, LongSupplier nanoTime, Executor background) {
        this.named = named;
        this.sources = sources;
        this.nanoTime = nanoTime;
        this.background = background;
    }

    /** With the uid, once it is known. */
    PodReference reference() {
        Known last = known;
        return last == null ? named : new PodReference(named.namespace(), named.name(), last.uid());
    }

    /** The node that runs it, once that is known. */
    @Nullable
    String nodeName() {
        Known last = known;
        return last == null || last.pod().spec() == null
                ? null
                : last.pod().spec().nodeName();
    }

    /**
     * The pod, read anew when it is outdated or was last read longer ago than {@code oldest}.
     *
     * @throws PlatformException when it cannot be read
     */
    synchronized PodResponse notOlderThan(Duration oldest) throws PlatformException {
        Known last = known;
        if (last != null && !outdated && nanoTime.getAsLong() - last.readAt() <= oldest.toNanos()) {
            return last.pod();
        }
        triedAt = nanoTime.getAsLong();
        PodResponse read = sources.read();
        known = new Known(read, checked(read), nanoTime.getAsLong());
        outdated = false;
        return read;
    }

    /**
     * The pod as it is known, without waiting for anybody; read for the first time where it is not. It is read anew in the
     * background, for the next time, when it is outdated or the last try is longer ago than {@code oldest}.
     *
     * @throws PlatformException when it is not known and cannot be read
     */
    PodResponse lastKnown(Duration oldest) throws PlatformException {
        Known last = known;
        if (last == null) {
            return notOlderThan(oldest);
        }
        boolean due = outdated || nanoTime.getAsLong() - triedAt >= oldest.toNanos();
        if (due && refreshing.compareAndSet(false, true)) {
            background.execute(this::refresh);
        }
        return last.pod();
    }

    /** Something shows that the pod has changed since it was read. */
    void outdate() {
        outdated = true;
    }

    private void refresh() {
        try {
            notOlderThan(Duration.ZERO);
            if (failing) {
                LOG.info("the pod can be read again");
            }
            failing = false;
        } catch (PlatformException e) {
            if (!failing) {
                LOG.warnf("the pod cannot be read, what is known of it stands: reason=%s", e.getMessage());
            }
            failing = true;
        } finally {
            refreshing.set(false);
        }
    }

    /** Its uid. A pod of the same name that came after this one is not ours: we end with the old one. */
    private String checked(PodResponse read) throws PlatformException {
        try {
            String uid = PodWorkload.uid(read);
            Known last = known;
            if (last != null && !last.uid().equals(uid)) {
                throw new PlatformException("the pod " + named + " is another one by now: uid=" + uid, null);
            }
            return uid;
        } catch (UnusableAnswerException e) {
            throw new PlatformException(String.valueOf(e.getMessage()), e);
        }
    }
}
