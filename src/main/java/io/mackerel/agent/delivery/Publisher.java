package io.mackerel.agent.delivery;

import io.mackerel.agent.delivery.Outbox.Batch;
import io.mackerel.agent.host.HostId;
import java.time.Duration;
import java.time.InstantSource;

/** Posts what is pending, a batch at a time, and says how long to wait before the next. For one thread alone. */
public final class Publisher<T> {
    /** Most values in one request. */
    public static final int VALUES = 1_000;
    /** Most reports in one request: the service takes no more. */
    public static final int REPORTS = 100;

    private static final Duration PACE = Duration.ofSeconds(1);

    private final Outbox<T> outbox;
    private final Sink<T> sink;
    private final int batchSize;
    private final Backoff backoff;
    private final InstantSource clock;
    private int failures;

    /**
     * @param batchSize most items in one request
     */
    public Publisher(Outbox<T> outbox, Sink<T> sink, int batchSize, Backoff backoff, InstantSource clock) {
        this.outbox = outbox;
        this.sink = sink;
        this.batchSize = batchSize;
        this.backoff = backoff;
        this.clock = clock;
    }

    /**
     * What one try came to.
     *
     * @param items how many it was about
     * @param expired how many were too old to be posted at all
     * @param pause how long to leave the service alone
     */
    public record Attempt(PostOutcome outcome, int items, int expired, Duration pause) {}

    /** Posts the oldest pending items. With none pending nothing is sent, and the outcome is Accepted. */
    public Attempt publish(HostId host) {
        int expired = outbox.expire(clock.instant());
        Batch<T> batch = outbox.oldest(batchSize);
        PostOutcome outcome = batch.items().isEmpty() ? new PostOutcome.Accepted() : sink.post(host, batch.items());
        return new Attempt(outcome, batch.items().size(), expired, settle(batch, outcome));
    }

    private Duration settle(Batch<T> batch, PostOutcome outcome) {
        return switch (outcome) {
            case PostOutcome.Accepted _ -> done(batch);
            case PostOutcome.Rejected _ -> done(batch);
            case PostOutcome.RetryLater later -> backoff.afterFailures(++failures, later.retryAfter());
            case PostOutcome.Refused _ -> backoff.afterFailures(++failures);
            case PostOutcome.HostGone _ -> backoff.afterFailures(++failures);
        };
    }

    private Duration done(Batch<T> batch) {
        outbox.settle(batch);
        failures = 0;
        return outbox.size() == 0 ? Duration.ZERO : PACE;
    }
}
