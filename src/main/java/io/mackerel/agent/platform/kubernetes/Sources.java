package io.mackerel.agent.platform.kubernetes;

import io.mackerel.agent.platform.PlatformException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The ways to read something, the best first. One that works is kept, and its failures are outages from then on; while a
 * better one is allowed but does not answer, that is tried again now and then. Safe for use by several threads, which wait
 * for each other.
 */
final class Sources<T> {
    private static final Logger LOG = Logger.getLogger(Sources.class);
    private static final long BETWEEN_TRIES_NANOS = Duration.ofMinutes(5).toNanos();

    private final String what;
    private final List<Source<T>> all;
    private final LongSupplier nanoTime;
    private final List<Source<T>> left;
    private final List<String> denials = new ArrayList<>();
    private @Nullable Source<T> chosen;
    private long chosenAt;

    /** None of the ways is left. */
    static final class NoneLeftException extends PlatformException {
        private static final long serialVersionUID = 1L;

        NoneLeftException(String message) {
            super(message, null);
        }
    }

    /**
     * @param what as in {@code "pod"}
     * @param sources in the order in which they are tried
     */
    Sources(String what, List<Source<T>> sources, LongSupplier nanoTime) {
        this.what = what;
        this.all = List.copyOf(sources);
        this.nanoTime = nanoTime;
        this.left = new ArrayList<>(sources);
    }

    /**
     * Reads; by each way that is left until one works, where none has yet.
     *
     * @throws NoneLeftException when there is no way, as far as is known today
     * @throws PlatformException when none works now
     */
    synchronized T read() throws PlatformException {
        Source<T> known = chosen;
        boolean betterIsDue = known != null
                && !known.equals(left.getFirst())
                && nanoTime.getAsLong() - chosenAt >= BETWEEN_TRIES_NANOS;
        return known == null || betterIsDue
                ? firstThatWorks()
                : value(known.question().get());
    }

    /** Null until one has worked. */
    synchronized @Nullable Origin origin() {
        return chosen == null ? null : chosen.origin();
    }

    private T firstThatWorks() throws PlatformException {
        List<String> reasons = new ArrayList<>();
        for (Source<T> source : List.copyOf(left)) {
            Answer<T> answer = source.question().get();
            if (answer instanceof Answer.Given<T>(T value)) {
                choose(source, reasons);
                return value;
            }
            LOG.debugf("%s source does not work: source=%s reason=%s", what, source.origin(), answer.reason());
            if (!source.equals(chosen) && source.isGivenUpAfter(answer)) {
                left.remove(source);
                denials.add(answer.reason());
            } else {
                reasons.add(answer.reason());
            }
        }
        if (left.isEmpty()) {
            throw noneLeft();
        }
        throw new PlatformException(String.join("; ", reasons), null);
    }

    private void choose(Source<T> source, List<String> reasonsAgainstBetter) {
        if (!source.equals(chosen)) {
            LOG.infof("%s source found: source=%s", what, source.origin());
            if (!reasonsAgainstBetter.isEmpty()) {
                LOG.warnf(
                        "%s source does not work, another is used: source=%s using=%s reason=%s",
                        what, left.getFirst().origin(), source.origin(), String.join("; ", reasonsAgainstBetter));
            }
        }
        chosen = source;
        chosenAt = nanoTime.getAsLong();
    }

    /** The next time all are tried again: what is missing may have been granted by then. */
    private NoneLeftException noneLeft() {
        String reason = denials.isEmpty() ? "no way to it is allowed" : String.join("; ", denials);
        left.addAll(all);
        denials.clear();
        return new NoneLeftException(reason);
    }

    private static <T> T value(Answer<T> answer) throws PlatformException {
        if (answer instanceof Answer.Given<T>(T value)) {
            return value;
        }
        throw new PlatformException(answer.reason(), null);
    }
}
