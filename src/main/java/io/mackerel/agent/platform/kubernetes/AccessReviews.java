package io.mackerel.agent.platform.kubernetes;

import io.mackerel.agent.platform.kubernetes.Permissions.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Asks about all rights at the same time. */
final class AccessReviews {
    private static final Logger LOG = Logger.getLogger(AccessReviews.class);

    private AccessReviews() {}

    /**
     * Blocks as long as two questions do: what got no answer is asked once more, since with little CPU the first request
     * of all, with its TLS handshake, may take too long.
     *
     * @param question asks the API server about one right
     */
    static Permissions of(Function<Right, Answer<Boolean>> question) {
        Map<Right, Answer<Boolean>> answers = new ConcurrentHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Right right : Right.values()) {
                threads.execute(() -> answers.put(right, asked(right, question)));
            }
        }
        Map<Right, Verdict> verdicts = new EnumMap<>(Right.class);
        for (Right right : Right.values()) {
            Answer<Boolean> answer = answers.getOrDefault(right, new Answer.Unavailable<>("no answer"));
            verdicts.put(right, verdict(answer));
        }
        warnOfUnknown(verdicts, answers);
        return new Permissions(verdicts);
    }

    private static Answer<Boolean> asked(Right right, Function<Right, Answer<Boolean>> question) {
        Answer<Boolean> answer = question.apply(right);
        return answer instanceof Answer.Unavailable ? question.apply(right) : answer;
    }

    private static void warnOfUnknown(Map<Right, Verdict> verdicts, Map<Right, Answer<Boolean>> answers) {
        List<Right> unknown = verdicts.keySet().stream()
                .filter(right -> verdicts.get(right) == Verdict.UNKNOWN)
                .toList();
        if (!unknown.isEmpty()) {
            Answer<Boolean> first = answers.get(unknown.getFirst());
            LOG.warnf(
                    "the API server does not tell whether this account may %s, so that is tried: reason=%s",
                    unknown.stream().map(Right::toString).collect(Collectors.joining(", ")),
                    first == null ? "no answer" : first.reason());
        }
    }

    private static Verdict verdict(Answer<Boolean> answer) {
        return switch (answer) {
            case Answer.Given<Boolean>(Boolean allowed) -> allowed ? Verdict.ALLOWED : Verdict.DENIED;
            case Answer.Denied<Boolean> _ -> Verdict.UNKNOWN;
            case Answer.Unavailable<Boolean> _ -> Verdict.UNKNOWN;
        };
    }
}
