package io.mackerel.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final String HOSTS = "/api/v0/hosts";
    private static final String HOST = "{\"name\":\"a\",\"meta\":{}}";

    private final Vertx vertx = Vertx.vertx();
    private final MackerelStandIn standIn =
            new MackerelStandIn(vertx, "key", new MovedClock(), new SplittableRandom(1));
    private final LoopbackClient client = new LoopbackClient(standIn.base(), "key");

    @AfterEach
    void stop() {
        standIn.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void onlyTheOrderedNumberOfRequestsFailsAndThoseChangeNothing() {
        // Given
        standIn.faults().failNext(HOSTS, 503, 2);

        // When
        int[] statuses = IntStream.range(0, 3)
                .map(i -> client.post(HOSTS, HOST).status())
                .toArray();

        // Then
        assertThat(statuses).containsExactly(503, 503, 200);
        assertThat(standIn.hosts()).hasSize(1);
        assertThat(standIn.requests()).map(ReceivedRequest::status).containsExactly(503, 503, 200);
    }

    @Test
    void otherPathsAreSpared() {
        // Given
        standIn.faults().failNext("/api/v0/tsdb", 500, 1);

        // When
        LoopbackClient.Answer answer = client.get(HOSTS);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(client.post("/api/v0/tsdb", "[]").status()).isEqualTo(500);
    }

    @Test
    void ordersForTheSamePathAreWorkedOffOneAfterTheOther() {
        // Given
        standIn.faults().failNext(HOSTS, 500, 1);
        standIn.faults().failNext(HOSTS, 429, 1, 7);

        // When
        LoopbackClient.Answer first = client.get(HOSTS);
        LoopbackClient.Answer second = client.get(HOSTS);

        // Then
        assertThat(first.status()).isEqualTo(500);
        assertThat(first.headers().firstValue("Retry-After")).isEmpty();
        assertThat(second.status()).isEqualTo(429);
        assertThat(second.headers().firstValue("Retry-After")).hasValue("7");
    }

    @Test
    void everythingIsRefusedUntilItRecovers() {
        // Given
        standIn.faults().refuseAll(503);
        standIn.faults().failNext(HOSTS, 500, 1);

        // When
        int refused = client.get(HOSTS).status();
        standIn.faults().recover();

        // Then
        assertThat(refused).isEqualTo(503);
        assertThat(client.get(HOSTS).status()).isEqualTo(200);
    }

    @Test
    void aCutConnectionBringsNoAnswer() {
        // Given
        standIn.faults().cutNext(HOSTS, 1);

        // When
        Throwable trouble = catchThrowable(() -> client.post(HOSTS, HOST));

        // Then
        assertThat(trouble).isInstanceOf(UncheckedIOException.class);
        assertThat(standIn.hosts()).isEmpty();
        assertThat(standIn.requests()).map(ReceivedRequest::status).containsExactly(0);
    }

    @Test
    void anIgnoredRequestHangsUntilTheClientGivesUp() {
        // Given
        standIn.faults().ignoreNext(HOSTS, 1);
        HttpRequest.Builder request = HttpRequest.newBuilder(standIn.base().resolve(HOSTS))
                .timeout(Duration.ofMillis(200))
                .header("X-Api-Key", "key")
                .GET();

        // When
        Throwable trouble = catchThrowable(() -> client.send(request));

        // Then
        assertThat(trouble).hasCauseInstanceOf(HttpTimeoutException.class);
        assertThat(client.get(HOSTS).status()).isEqualTo(200);
    }
}
