package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.platform.PlatformException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the Docker Engine answered to the same question about several containers, by container id.
 *
 * @param troubles why there is no answer
 * @param firstFailure the first of the troubles; null when there is none
 */
record DockerAnswers<T>(
        Map<String, T> given,
        Map<String, String> troubles,
        @Nullable PlatformException firstFailure) {

    /** An answer that is still to come. */
    interface Pending<T> {
        /**
         * Blocks until it is there.
         *
         * @throws PlatformException when there is none that can be used
         */
        T await() throws PlatformException;

        /** It is not wanted any more; does nothing when it is there. */
        void cancel();
    }

    /** Asks about all of them at once, without waiting. */
    static <T> Map<String, Pending<T>> ask(List<String> ids, Function<String, Pending<T>> question) {
        Map<String, Pending<T>> asked = new LinkedHashMap<>();
        ids.forEach(id -> asked.computeIfAbsent(id, question));
        return asked;
    }

    /** Waits for all of them. */
    static <T> DockerAnswers<T> of(Map<String, Pending<T>> asked) {
        Map<String, T> given = new LinkedHashMap<>();
        Map<String, String> troubles = new LinkedHashMap<>();
        PlatformException firstFailure = null;
        for (Map.Entry<String, Pending<T>> question : asked.entrySet()) {
            try {
                given.put(question.getKey(), question.getValue().await());
            } catch (PlatformException e) {
                troubles.put(question.getKey(), String.valueOf(e.getMessage()));
                firstFailure = firstFailure == null ? e : firstFailure;
            }
        }
        return new DockerAnswers<>(given, troubles, firstFailure);
    }

    /**
     * These, if there is one at least, or nothing was asked.
     *
     * @throws PlatformException otherwise
     */
    DockerAnswers<T> orThrow() throws PlatformException {
        if (given.isEmpty() && firstFailure != null) {
            throw firstFailure;
        }
        return this;
    }
}
