package io.mackerel.agent.delivery;

import io.mackerel.agent.delivery.Outbox.Batch;
import io.mackerel.agent.host.HostId;
import java.time.Duration;
import java.time.InstantSource;

/** Posts what is pending, a batch at a time, and says how long to wait before the next. For one thread alone. */
public final class Publisher {
    /** Most values in one request. */
    static final int BATCH = 1_000;

    private static final Duration PACE = Duration.ofSeconds(1);

    private final Outbox outbox;
    private final MetricSink sink;
    private final Backoff backoff;
    private final InstantSource clock;
    private int failures;

    public Publisher(Outbox outbox, MetricSink sink, Backoff backoff, InstantSource clock) {
        this.outbox = outbox;
        this.sink = sink;
        this.backoff = backoff;
        this.clock = clock;
    }

    /**
     * What one try came to.
     *
     * @param values how many it was about
     * @param expired how many were too old to be posted at all
     * @param pause how long to leave the service alone
     */
    public record Attempt(PostOutcome outcome, int values, int expired, Duration pause) {}

    /** Posts the oldest pending values. With none pending nothing is sent, and the outcome is Accepted. */
    public Attempt publish(HostId host) {
        int expired = outbox.expire(clock.instant());
        Batch batch = outbox.oldest(BATCH);
        PostOutcome outcome = batch.values().isEmpty() ? new PostOutcome.Accepted() : sink.post(host, batch.values());
        return new Attempt(outcome, batch.values().size(), expired, settle(batch, outcome));
    }

    private Duration settle(Batch batch, PostOutcome outcome) {
        return switch (outcome) {
            case PostOutcome.Accepted _ -> done(batch);
            case PostOutcome.Rejected _ -> done(batch);
            case PostOutcome.RetryLater later -> backoff.afterFailures(++failures, later.retryAfter());
            case PostOutcome.Refused _ -> backoff.afterFailures(++failures);
            case PostOutcome.HostGone _ -> backoff.afterFailures(++failures);
        };
    }

    private Duration done(Batch batch) {
        outbox.settle(batch);
        failures = 0;
        return outbox.size() == 0 ? Duration.ZERO : PACE;
    }
}
