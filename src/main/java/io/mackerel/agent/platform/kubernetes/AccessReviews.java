package io.mackerel.agent.platform.kubernetes;

import io.mackerel.agent.platform.kubernetes.Permissions.Verdict;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Asks about all rights at the same time. */
final class AccessReviews {
    private static final Logger LOG = Logger.getLogger(AccessReviews.class);

    private AccessReviews() {}

    /**
     * Blocks as long as one question does.
     *
     * @param question asks the API server about one right
     */
    static Permissions of(Function<Right, Answer<Boolean>> question) {
        Map<Right, Answer<Boolean>> answers = new ConcurrentHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Right right : Right.values()) {
                threads.execute(() -> answers.put(right, question.apply(right)));
            }
        }
        Map<Right, Verdict> verdicts = new EnumMap<>(Right.class);
        answers.forEach((right, answer) -> verdicts.put(right, verdict(answer)));
        answers.values().stream()
                .filter(answer -> verdict(answer) == Verdict.UNKNOWN)
                .findFirst()
                .ifPresent(AccessReviews::warn);
        return new Permissions(verdicts);
    }

    private static Verdict verdict(Answer<Boolean> answer) {
        return switch (answer) {
            case Answer.Given<Boolean>(Boolean allowed) -> allowed ? Verdict.ALLOWED : Verdict.DENIED;
            case Answer.Denied<Boolean> _ -> Verdict.UNKNOWN;
            case Answer.Unavailable<Boolean> _ -> Verdict.UNKNOWN;
        };
    }

    private static void warn(Answer<Boolean> answer) {
        String reason = switch (answer) {
            case Answer.Given<Boolean> _ -> "";
            case Answer.Denied<Boolean>(String why) -> why;
            case Answer.Unavailable<Boolean>(String why) -> why;
        };
        LOG.warnf("the API server does not tell what this account may do, so all is tried: reason=%s", reason);
    }
}
