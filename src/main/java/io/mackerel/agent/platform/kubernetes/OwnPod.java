package io.mackerel.agent.platform.kubernetes;

import io.mackerel.agent.platform.PlatformException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The own pod as it was last read. Its identity never changes. Safe for use by several threads. */
final class OwnPod {
    private static final Logger LOG = Logger.getLogger(OwnPod.class);

    private final Sources<PodResponse> sources;
    private final LongSupplier nanoTime;
    private final PodReference named;
    private @Nullable PodResponse last;
    private @Nullable String uid;
    private long readAt;
    private long triedAt;
    private boolean failing;

    OwnPod(PodReference named, Sources<PodResponse> sources, LongSupplier nanoTime) {
        this.named = named;
        this.sources = sources;
        this.nanoTime = nanoTime;
    }

    /** With the uid, once it is known. */
    synchronized PodReference reference() {
        return new PodReference(named.namespace(), named.name(), uid);
    }

    /** The node that runs it, once that is known. */
    synchronized @Nullable String nodeName() {
        return last == null || last.spec() == null ? null : last.spec().nodeName();
    }

    /**
     * The pod, read anew when it was last read longer ago than {@code oldest}.
     *
     * @throws PlatformException when it cannot be read
     */
    synchronized PodResponse notOlderThan(Duration oldest) throws PlatformException {
        PodResponse known = last;
        if (known != null && nanoTime.getAsLong() - readAt <= oldest.toNanos()) {
            return known;
        }
        triedAt = nanoTime.getAsLong();
        PodResponse read = sources.read();
        check(read);
        last = read;
        readAt = nanoTime.getAsLong();
        return read;
    }

    /**
     * Likewise, but an older one does when it cannot be read, which is then not tried again before {@code oldest} has
     * passed.
     */
    synchronized PodResponse preferablyNotOlderThan(Duration oldest) throws PlatformException {
        if (last != null && nanoTime.getAsLong() - triedAt <= oldest.toNanos()) {
            return last;
        }
        try {
            PodResponse pod = notOlderThan(oldest);
            if (failing) {
                LOG.info("the pod can be read again");
            }
            failing = false;
            return pod;
        } catch (PlatformException e) {
            PodResponse known = last;
            if (known == null) {
                throw e;
            }
            if (!failing) {
                LOG.warnf("the pod cannot be read, what is known of it stands: reason=%s", e.getMessage());
            }
            failing = true;
            return known;
        }
    }

    /** A pod of the same name that came after this one is not ours: we end with the old one. */
    private void check(PodResponse read) throws PlatformException {
        try {
            String readUid = PodWorkload.uid(read);
            if (uid != null && !uid.equals(readUid)) {
                throw new PlatformException("the pod " + named + " is another one by now: uid=" + readUid, null);
            }
            uid = readUid;
        } catch (UnusableAnswerException e) {
            throw new PlatformException(String.valueOf(e.getMessage()), e);
        }
    }
}
