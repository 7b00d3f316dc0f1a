package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.platform.PlatformException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the Docker Engine answered to the same question about several containers, by container id.
 *
 * @param troubles why there is no answer
 */
record DockerAnswers<T>(Map<String, T> given, Map<String, PlatformException> troubles) {

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
        Map<String, PlatformException> troubles = new LinkedHashMap<>();
        asked.forEach((id, question) -> {
            try {
                given.put(id, question.await());
            } catch (PlatformException e) {
                troubles.put(id, e);
            }
        });
        return new DockerAnswers<>(given, troubles);
    }

    /**
     * These, if there is one at least, or nothing was asked.
     *
     * @throws PlatformException otherwise: the first of the troubles
     */
    DockerAnswers<T> orThrow() throws PlatformException {
        if (given.isEmpty() && !troubles.isEmpty()) {
            throw troubles.values().iterator().next();
        }
        return this;
    }
}
