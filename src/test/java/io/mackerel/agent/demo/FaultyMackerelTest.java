package io.mackerel.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultyMackerelTest {
    private static final String HOSTS = "/api/v0/hosts";
    private static final String HOST = "{\"name\":\"a\",\"meta\":{}}";

    private final Vertx vertx = Vertx.vertx();
    private final FaultyMackerel mackerel = new FaultyMackerel(vertx, "key", new MovedClock(), new SplittableRandom(1));
    private final LoopbackClient client = new LoopbackClient(mackerel.base(), "key");

    @AfterEach
    void stop() {
        mackerel.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void onlyTheOrderedNumberOfRequestsFailsAndThoseChangeNothing() {
        // Given
        mackerel.faults().failNext(HOSTS, 503, 2);

        // When
        int[] statuses = IntStream.range(0, 3)
                .map(i -> client.post(HOSTS, HOST).status())
                .toArray();

        // Then
        assertThat(statuses).containsExactly(503, 503, 200);
        assertThat(mackerel.hosts()).hasSize(1);
        assertThat(mackerel.requests()).map(ReceivedRequest::status).containsExactly(503, 503, 200);
    }

    @Test
    void otherPathsAreSpared() {
        // Given
        mackerel.faults().failNext("/api/v0/tsdb", 500, 1);

        // When
        LoopbackClient.Answer answer = client.get(HOSTS);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(client.post("/api/v0/tsdb", "[]").status()).isEqualTo(500);
    }

    @Test
    void ordersForTheSamePathAreWorkedOffOneAfterTheOther() {
        // Given
        mackerel.faults().failNext(HOSTS, 500, 1);
        mackerel.faults().failNext(HOSTS, 429, 1, 7);

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
        mackerel.faults().refuseAll(503);
        mackerel.faults().failNext(HOSTS, 500, 1);

        // When
        int refused = client.get(HOSTS).status();
        mackerel.faults().recover();

        // Then
        assertThat(refused).isEqualTo(503);
        assertThat(client.get(HOSTS).status()).isEqualTo(200);
    }

    @Test
    void aCutConnectionBringsNoAnswer() {
        // Given
        mackerel.faults().cutNext(HOSTS, 1);

        // When
        Throwable trouble = catchThrowable(() -> client.post(HOSTS, HOST));

        // Then
        assertThat(trouble).isInstanceOf(UncheckedIOException.class);
        assertThat(mackerel.hosts()).isEmpty();
        assertThat(mackerel.requests()).map(ReceivedRequest::status).containsExactly(0);
    }

    @Test
    void anIgnoredRequestHangsUntilTheClientGivesUp() {
        // Given
        mackerel.faults().ignoreNext(HOSTS, 1);
        HttpRequest request = HttpRequest.newBuilder(mackerel.base().resolve(HOSTS))
                .header("X-Api-Key", "key")
                .build();
        try (HttpClient patient = HttpClient.newHttpClient()) {
            CompletableFuture<HttpResponse<String>> answer = patient.sendAsync(request, BodyHandlers.ofString());
            awaitRequests(1);

            // When
            boolean gaveUp = answer.cancel(true);

            // Then
            assertThat(gaveUp).isTrue();
            assertThat(mackerel.requests()).map(ReceivedRequest::status).containsExactly(0);
            assertThat(client.get(HOSTS).status()).isEqualTo(200);
        }
    }

    @Test
    void everyRequestIsRememberedWithItsHeadersAndTheTextFormHidesTheKey() {
        // Given
        client.post(HOSTS, HOST);

        // When
        client.get(HOSTS + "?customIdentifier=x.ecs");

        // Then
        assertThat(mackerel.requests())
                .map(ReceivedRequest::toString)
                .containsExactly("POST /api/v0/hosts -> 200", "GET /api/v0/hosts?customIdentifier=x.ecs -> 200");
        ReceivedRequest first = mackerel.requests().getFirst();
        assertThat(first.body()).isEqualTo(HOST);
        assertThat(first.header("X-Api-Key")).isEqualTo("key");
        assertThat(first.header("Accept-Language")).isEmpty();
    }

    private void awaitRequests(int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (mackerel.requests().size() < count) {
            assertThat(System.nanoTime()).as("%s requests in time", count).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
