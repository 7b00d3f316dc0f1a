package io.mackerel.agent.platform.kubernetes;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One request through the Kubernetes client's HTTP client, bounded in time, its answer in size by whoever reads it. */
final class Exchange {
    private volatile AnswerReader reader;
    private volatile @Nullable UnusableAnswerException refusal;

    Exchange(AnswerReader wanted) {
        this.reader = wanted;
    }

    /**
     * Blocks until the answer is whole or the time is up.
     *
     * @throws UnusableAnswerException when whoever reads it will have no more
     * @throws CompletionException when there is none, with the reason as its cause
     */
    Reply with(HttpClient http, HttpRequest request) {
        CompletableFuture<HttpResponse<AsyncBody>> asked = http.consumeBytes(request, this::take);
        try {
            return asked.thenCompose(this::read).get(Trouble.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            giveUp(asked);
            UnusableAnswerException refused = refusal;
            throw refused == null ? new CompletionException(e) : refused;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp(asked);
            throw new CompletionException(e);
        }
    }

    private CompletableFuture<Reply> read(HttpResponse<AsyncBody> response) {
        reader = Reply.reader(response.code(), reader);
        response.body().consume();
        return response.body().done().thenApply(end -> new Reply(response.code(), reader.end()));
    }

    private void take(List<ByteBuffer> pieces, AsyncBody body) {
        for (ByteBuffer piece : pieces) {
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            accept(bytes);
        }
        body.consume();
    }

    /** Remembers why no more is wanted: what the client makes of the exception hides it. */
    private void accept(byte[] bytes) {
        try {
            reader.accept(bytes, bytes.length);
        } catch (UnusableAnswerException e) {
            refusal = e;
            throw e;
        }
    }

    /** Closes the connection, however far the answer came. */
    private static void giveUp(CompletableFuture<HttpResponse<AsyncBody>> asked) {
        if (!asked.cancel(true) && !asked.isCompletedExceptionally()) {
            asked.join().body().cancel();
        }
    }
}
