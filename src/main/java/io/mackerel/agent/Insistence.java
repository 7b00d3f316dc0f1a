package io.mackerel.agent;

import io.mackerel.agent.delivery.Backoff;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Asks again, with back-off, until there is an answer that stands or the time is up. */
final class Insistence {
    private static final Logger LOG = Logger.getLogger(Insistence.class);

    private final Backoff backoff;

    Insistence(Backoff backoff) {
        this.backoff = backoff;
    }

    /**
     * @param again whether an answer does not stand
     * @param none the answer while there is none
     */
    <T> T insist(Deadline deadline, Callable<T> question, Predicate<T> again, T none) throws InterruptedException {
        T answer = none;
        for (int failures = 0; !deadline.hasPassed(); failures++) {
            if (failures > 0) {
                Thread.sleep(deadline.remaining(backoff.afterFailures(failures)));
            }
            if (!deadline.hasPassed()) {
                answer = within(deadline, question, none);
            }
            if (!again.test(answer)) {
                return answer;
            }
        }
        return answer;
    }

    /** What the question answers, or {@code none} when it takes too long or fails. */
    private static <T> T within(Deadline deadline, Callable<T> question, T none) {
        try {
            return Bounded.call(question, deadline.remaining());
        } catch (TimeoutException | ExecutionException e) {
            LOG.debugf("a question got no answer in time: reason=%s", e);
            return none;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return none;
        }
    }
}
