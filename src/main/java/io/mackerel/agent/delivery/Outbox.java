package io.mackerel.agent.delivery;

import io.mackerel.agent.check.CheckReport;
import io.mackerel.agent.metric.MetricValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What is still to be posted, oldest first, within bounds of age and number. Safe for use by several threads, as long as
 * one alone posts.
 *
 * @param <T> metric values, or reports of checks
 */
public final class Outbox<T> {
    /** The service drops values older than this. */
    static final Duration LONGEST_OF_VALUES = Duration.ofHours(24);
    /** The service drops reports older than this. */
    static final Duration LONGEST_OF_REPORTS = Duration.ofHours(6);

    private final int capacity;
    private final Duration longest;
    private final ToLongFunction<T> epochSecond;
    private final Deque<T> pending = new ArrayDeque<>();
    /** How many items ever left at the old end: the position of the oldest pending one. */
    private long departed;

    private Outbox(int capacity, Duration longest, ToLongFunction<T> epochSecond) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be positive: " + capacity);
        }
        this.capacity = capacity;
        this.longest = longest;
        this.epochSecond = epochSecond;
    }

    /**
     * @param capacity most values that are kept
     */
    public static Outbox<MetricValue> ofValues(int capacity) {
        return new Outbox<>(capacity, LONGEST_OF_VALUES, MetricValue::epochSecond);
    }

    /**
     * @param capacity most reports that are kept
     */
    public static Outbox<CheckReport> ofReports(int capacity) {
        return new Outbox<>(capacity, LONGEST_OF_REPORTS, CheckReport::occurredAt);
    }

    /**
     * Items to post together.
     *
     * @param end the position after the last of them
     */
    public record Batch<T>(List<T> items, long end) {
        public Batch {
            items = List.copyOf(items);
        }
    }

    /**
     * @return how many of the oldest items had to go to make room
     */
    public synchronized int add(Collection<T> items) {
        pending.addAll(items);
        int excess = Math.max(0, pending.size() - capacity);
        depart(excess);
        return excess;
    }

    /**
     * Lets go of the items that the service would not take any more.
     *
     * @return how many
     */
    public synchronized int expire(Instant now) {
        long oldest = now.minus(longest).getEpochSecond();
        int expired = 0;
        while (!pending.isEmpty() && epochSecond.applyAsLong(pending.getFirst()) < oldest) {
            depart(1);
            expired++;
        }
        return expired;
    }

    /** The oldest items, at most {@code most}; they stay pending until they are {@link #settle settled}. */
    public synchronized Batch<T> oldest(int most) {
        List<T> items = pending.stream().limit(most).toList();
        return new Batch<>(items, departed + items.size());
    }

    /** These items are done with: they were accepted, or never will be. */
    public synchronized void settle(Batch<T> batch) {
        depart((int) Math.max(0, batch.end() - departed));
    }

    public synchronized int size() {
        return pending.size();
    }

    private void depart(int count) {
        for (int i = 0; i < count; i++) {
            pending.removeFirst();
        }
        departed += count;
    }
}
