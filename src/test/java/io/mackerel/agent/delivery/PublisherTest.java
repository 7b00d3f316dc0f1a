package io.mackerel.agent.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.delivery.PostOutcome.Accepted;
import io.mackerel.agent.delivery.PostOutcome.HostGone;
import io.mackerel.agent.delivery.PostOutcome.Refused;
import io.mackerel.agent.delivery.PostOutcome.Rejected;
import io.mackerel.agent.delivery.PostOutcome.RetryLater;
import io.mackerel.agent.delivery.Publisher.Attempt;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.metric.MetricName;
import io.mackerel.agent.metric.MetricValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublisherTest {
    private static final HostId HOST = new HostId("host1");
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    private final List<List<Long>> posts = new ArrayList<>();
    private final Deque<PostOutcome> answers = new ArrayDeque<>();
    private final Outbox<MetricValue> outbox = Outbox.ofValues(50_000);
    private final Publisher<MetricValue> publisher = new Publisher<>(
            outbox,
            (host, values) -> {
                posts.add(values.stream().map(MetricValue::epochSecond).toList());
                return answers.isEmpty() ? new Accepted() : answers.poll();
            },
            Publisher.VALUES,
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), new Random(1)),
            InstantSource.fixed(NOW));

    @Test
    void acceptedValuesAreGoneAndTheNextCanFollowAtOnce() {
        // Given
        add(3);

        // When
        Attempt attempt = publisher.publish(HOST);

        // Then
        assertThat(attempt.pause()).isZero();
        assertThat(attempt.items()).isEqualTo(3);
        assertThat(outbox.size()).isZero();
    }

    @Test
    void aBacklogIsPostedInBatchesOfAThousandASecondApart() {
        // Given
        add(2_500);

        // When
        List<Duration> pauses =
                Stream.generate(() -> publisher.publish(HOST).pause()).limit(3).toList();

        // Then
        assertThat(posts).extracting(List::size).containsExactly(1_000, 1_000, 500);
        assertThat(posts.stream().flatMap(List::stream)).isSorted();
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO);
    }

    @ParameterizedTest
    @MethodSource("outcomesThatKeep")
    void valuesStayWhenTheOutcomeAllowsAnotherTry(PostOutcome outcome) {
        // Given
        add(3);
        answers.add(outcome);
        publisher.publish(HOST);

        // When
        publisher.publish(HOST);

        // Then
        assertThat(posts).hasSize(2);
        assertThat(posts.get(1)).isEqualTo(posts.get(0));
        assertThat(outbox.size()).isZero();
    }

    static Stream<PostOutcome> outcomesThatKeep() {
        return Stream.of(new RetryLater("503", null), new Refused("403"), new HostGone("404"));
    }

    @Test
    void aRejectedBatchDoesNotBlockWhatFollows() {
        // Given
        add(1_500);
        answers.add(new Rejected("400"));
        publisher.publish(HOST);

        // When
        publisher.publish(HOST);

        // Then
        assertThat(posts.get(1)).hasSize(500);
        assertThat(outbox.size()).isZero();
    }

    @Test
    void waitsGrowWithFailuresAndNeverExceedAMinute() {
        // Given
        add(1);
        answers.addAll(
                Stream.generate(() -> new RetryLater("500", null)).limit(200).toList());

        // When
        List<Duration> pauses = Stream.generate(() -> publisher.publish(HOST).pause())
                .limit(200)
                .toList();

        // Then
        assertThat(pauses.getFirst()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofSeconds(60)) <= 0);
        assertThat(pauses).anyMatch(pause -> pause.compareTo(Duration.ofSeconds(30)) > 0);
    }

    @Test
    void aSuccessStartsTheWaitsAnew() {
        // Given
        add(1);
        answers.addAll(
                Stream.generate(() -> new RetryLater("500", null)).limit(20).toList());
        Stream.generate(() -> publisher.publish(HOST)).limit(21).forEach(ignored -> {});
        add(1);
        answers.add(new RetryLater("500", null));

        // When
        Attempt attempt = publisher.publish(HOST);

        // Then
        assertThat(attempt.pause()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void retryAfterIsHonouredUpToTenMinutes() {
        // Given
        add(1);
        answers.add(new RetryLater("429", Duration.ofSeconds(90)));
        answers.add(new RetryLater("429", Duration.ofDays(1)));

        // When
        List<Duration> pauses =
                Stream.generate(() -> publisher.publish(HOST).pause()).limit(2).toList();

        // Then
        assertThat(pauses).containsExactly(Duration.ofSeconds(90), Duration.ofMinutes(10));
    }

    @Test
    void valuesOfMoreThanADayAgoAreNotPostedButCounted() {
        // Given
        outbox.add(List.of(value(NOW.getEpochSecond() - 24 * 3600 - 1), value(NOW.getEpochSecond())));

        // When
        Attempt attempt = publisher.publish(HOST);

        // Then
        assertThat(attempt.expired()).isEqualTo(1);
        assertThat(posts).containsExactly(List.of(NOW.getEpochSecond()));
    }

    @Test
    void nothingPendingSendsNothing() {
        // When
        Attempt attempt = publisher.publish(HOST);

        // Then
        assertThat(attempt.outcome()).isEqualTo(new Accepted());
        assertThat(posts).isEmpty();
    }

    private void add(int count) {
        outbox.add(LongStream.range(0, count)
                .mapToObj(number -> value(NOW.getEpochSecond() - count + number))
                .toList());
    }

    private static MetricValue value(long second) {
        return new MetricValue(new MetricName("custom.test"), second, 1);
    }
}
