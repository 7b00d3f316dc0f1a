package io.mackerel.agent.delivery;

import io.mackerel.agent.metric.MetricValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * The metric values that are still to be posted, oldest first, within bounds of age and number. Safe for use by several
 * threads, as long as one alone posts.
 */
public final class Outbox {
    /** The service drops values older than this. */
    static final Duration LONGEST = Duration.ofHours(24);

    private final int capacity;
    private final Deque<MetricValue> pending = new ArrayDeque<>();
    /** How many values ever left at the old end: the position of the oldest pending value. */
    private long departed;

    /**
     * @param capacity most values that are kept
     */
    public Outbox(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be positive: " + capacity);
        }
        this.capacity = capacity;
    }

    /**
     * Values to post together.
     *
     * @param end the position after the last of them
     */
    public record Batch(List<MetricValue> values, long end) {
        public Batch {
            values = List.copyOf(values);
        }
    }

    /**
     * @return how many of the oldest values had to go to make room
     */
    public synchronized int add(Collection<MetricValue> values) {
        pending.addAll(values);
        int excess = Math.max(0, pending.size() - capacity);
        depart(excess);
        return excess;
    }

    /**
     * Lets go of the values that the service would not take any more.
     *
     * @return how many
     */
    public synchronized int expire(Instant now) {
        long oldest = now.minus(LONGEST).getEpochSecond();
        int expired = 0;
        while (!pending.isEmpty() && pending.getFirst().epochSecond() < oldest) {
            depart(1);
            expired++;
        }
        return expired;
    }

    /** The oldest values, at most {@code most}; they stay pending until they are {@link #settle settled}. */
    public synchronized Batch oldest(int most) {
        List<MetricValue> values = pending.stream().limit(most).toList();
        return new Batch(values, departed + values.size());
    }

    /** These values are done with: they were accepted, or never will be. */
    public synchronized void settle(Batch batch) {
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
