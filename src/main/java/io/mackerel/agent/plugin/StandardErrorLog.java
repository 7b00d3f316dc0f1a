package io.mackerel.agent.plugin;

import io.mackerel.agent.http.LogText;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * Logs what a plugin prints to its standard error: texts that differ in their numbers only once in 10 minutes, and so
 * many in that time at most. Not safe for use by several threads.
 */
final class StandardErrorLog {
    static final int MOST_SHAPES = 50;
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(10);

    private final Logger log;
    private final String plugin;
    private final LongSupplier nanoTime;
    private final UnaryOperator<String> masking;
    private final Map<Shape, Long> saidAt = new HashMap<>();

    /**
     * @param plugin its kind and name, as in {@code "metric plugin web"}
     */
    StandardErrorLog(Logger log, String plugin, LongSupplier nanoTime, UnaryOperator<String> masking) {
        this.log = log;
        this.plugin = plugin;
        this.nanoTime = nanoTime;
        this.masking = masking;
    }

    void printed(String errors) {
        if (errors.isBlank()) {
            return;
        }
        long now = nanoTime.getAsLong();
        saidAt.values().removeIf(then -> now - then >= BETWEEN_LINES.toNanos());
        if (saidAt.size() < MOST_SHAPES && saidAt.putIfAbsent(Shape.of(errors), now) == null) {
            log.warnf("%s printed to standard error: %s", plugin, LogText.line(masking.apply(errors)));
        }
    }
}
