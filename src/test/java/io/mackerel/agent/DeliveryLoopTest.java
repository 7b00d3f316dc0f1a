package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.delivery.Backoff;
import io.mackerel.agent.delivery.Outbox;
import io.mackerel.agent.delivery.PostOutcome;
import io.mackerel.agent.delivery.PostOutcome.Accepted;
import io.mackerel.agent.delivery.PostOutcome.HostGone;
import io.mackerel.agent.delivery.PostOutcome.RetryLater;
import io.mackerel.agent.delivery.Publisher;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.metric.MetricName;
import io.mackerel.agent.metric.MetricValue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryLoopTest {
    private static final HostId HOST = new HostId("host1");
    private static final long LONG_ENOUGH_SECONDS = 30;

    private final Outbox<MetricValue> outbox = Outbox.ofValues(50_000);
    private final CurrentHost host = new CurrentHost();
    private final BlockingQueue<List<MetricValue>> posts = new LinkedBlockingQueue<>();
    private final BlockingQueue<PostOutcome> answers = new LinkedBlockingQueue<>();
    private final CountDownLatch gone = new CountDownLatch(1);
    private volatile boolean hangs;
    private final DeliveryLoop<MetricValue> loop = new DeliveryLoop<>(
            "values",
            outbox,
            new Publisher<>(
                    outbox,
                    (id, values) -> {
                        posts.add(values);
                        if (hangs) {
                            hangs = false;
                            return hangUntilInterrupted();
                        }
                        PostOutcome answer = answers.poll();
                        return answer == null ? new Accepted() : answer;
                    },
                    Publisher.VALUES,
                    new Backoff(Duration.ofDays(1), Duration.ofDays(1), new Random(1)),
                    InstantSource.system()),
            host,
            System::nanoTime);

    /** As the REST client does: the interrupt becomes an outcome, and stays set. */
    private static PostOutcome hangUntilInterrupted() {
        try {
            new CountDownLatch(1).await();
            throw new AssertionError("unreachable");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new RetryLater("interrupted", null);
        }
    }

    @AfterEach
    void end() {
        loop.flush(Duration.ZERO);
    }

    @Test
    void valuesArePostedAsSoonAsTheyAreThere() throws InterruptedException {
        // Given
        host.set(HOST);
        loop.start();

        // When
        add(2);
        loop.wake();

        // Then
        assertThat(nextPost()).hasSize(2);
    }

    @Test
    void valuesWaitForTheHost() throws InterruptedException {
        // Given
        loop.start();
        add(2);
        loop.wake();
        add(1);

        // When
        host.set(HOST);
        loop.wake();

        // Then
        assertThat(nextPost()).hasSize(3);
    }

    @Test
    void aHostThatIsGoneIsForgottenAndSaid() throws InterruptedException {
        // Given
        host.set(HOST);
        answers.add(new HostGone("404"));
        loop.whenHostIsGone(gone::countDown);
        loop.start();

        // When
        add(1);
        loop.wake();

        // Then
        assertThat(gone.await(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(host.get()).isNull();
        assertThat(outbox.size()).isEqualTo(1);
    }

    @Test
    void aFlushPostsABacklogWithoutPausesAndEndsTheLoop() {
        // Given
        host.set(HOST);
        add(4_500);
        loop.start();

        // When
        loop.flush(Duration.ofSeconds(LONG_ENOUGH_SECONDS));

        // Then
        assertThat(outbox.size()).isZero();
        assertThat(posts).extracting(List::size).containsExactly(1_000, 1_000, 1_000, 1_000, 500);
    }

    @Test
    void aFlushIgnoresBackOff() throws InterruptedException {
        // Given
        host.set(HOST);
        answers.add(new RetryLater("503", Duration.ofMinutes(10)));
        loop.start();
        add(1);
        loop.wake();
        nextPost();

        // When
        loop.flush(Duration.ofSeconds(LONG_ENOUGH_SECONDS));

        // Then
        assertThat(outbox.size()).isZero();
    }

    @Test
    void aFlushGivesUpARequestThatHangsAndMakesItAgain() throws InterruptedException {
        // Given
        host.set(HOST);
        hangs = true;
        loop.start();
        add(2);
        loop.wake();
        nextPost();

        // When
        loop.flush(Duration.ofSeconds(4));

        // Then
        assertThat(posts).hasSize(1);
        assertThat(outbox.size()).isZero();
    }

    @Test
    void aFlushWithoutAHostEndsAtOnceAndKeepsTheValues() {
        // Given
        add(3);
        loop.start();

        // When
        loop.flush(Duration.ofDays(1));

        // Then
        assertThat(outbox.size()).isEqualTo(3);
        assertThat(posts).isEmpty();
    }

    private List<MetricValue> nextPost() throws InterruptedException {
        List<MetricValue> post = posts.poll(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS);
        assertThat(post).as("a post").isNotNull();
        return post;
    }

    private void add(int count) {
        long now = InstantSource.system().instant().getEpochSecond();
        outbox.add(LongStream.range(0, count)
                .mapToObj(number -> new MetricValue(new MetricName("custom.test"), now, number))
                .toList());
    }
}
