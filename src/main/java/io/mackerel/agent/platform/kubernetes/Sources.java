package io.mackerel.agent.platform.kubernetes;

import io.mackerel.agent.platform.PlatformException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The ways to read something, of which the first that works is kept for good: from then on its failures are outages. Safe
 * for use by several threads, which wait for each other.
 */
final class Sources<T> {
    private static final Logger LOG = Logger.getLogger(Sources.class);

    private final String what;
    private final List<Source<T>> left;
    private final List<String> denials = new ArrayList<>();
    private @Nullable Source<T> chosen;

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
    Sources(String what, List<Source<T>> sources) {
        this.what = what;
        this.left = new ArrayList<>(sources);
    }

    /**
     * Reads; the first time by each way that is left until one works.
     *
     * @throws NoneLeftException when there is no way
     * @throws PlatformException when none works now
     */
    synchronized T read() throws PlatformException {
        Source<T> known = chosen;
        return known == null ? firstThatWorks() : value(known.question().get());
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
                LOG.infof("%s source found: source=%s", what, source.origin());
                chosen = source;
                return value;
            }
            String reason = reason(answer);
            LOG.debugf("%s source does not work: source=%s reason=%s", what, source.origin(), reason);
            if (source.isGivenUpAfter(answer)) {
                left.remove(source);
                denials.add(reason);
            } else {
                reasons.add(reason);
            }
        }
        if (left.isEmpty()) {
            throw new NoneLeftException(denials.isEmpty() ? "nothing is allowed" : joined(denials));
        }
        throw new PlatformException(joined(reasons), null);
    }

    private static <T> T value(Answer<T> answer) throws PlatformException {
        if (answer instanceof Answer.Given<T>(T value)) {
            return value;
        }
        throw new PlatformException(reason(answer), null);
    }

    private static String reason(Answer<?> answer) {
        return switch (answer) {
            case Answer.Given<?> _ -> "";
            case Answer.Denied<?>(String reason) -> reason;
            case Answer.Unavailable<?>(String reason) -> reason;
        };
    }

    private static String joined(List<String> reasons) {
        return reasons.stream().collect(Collectors.joining("; "));
    }
}
