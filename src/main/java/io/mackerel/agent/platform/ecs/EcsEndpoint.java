package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.http.FailureReason;
import io.mackerel.agent.platform.LenientJson;
import io.mackerel.agent.platform.PlatformException;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.WebApplicationException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * An HTTP endpoint near the task, asked through the REST interface {@code A}. A question waits as long as said and is
 * never asked through a proxy.
 */
final class EcsEndpoint<A extends AutoCloseable> implements AutoCloseable {
    /** The REST client's word for going straight, whatever the JVM's proxy settings say. */
    private static final String NO_PROXY = "none";

    private static final int FIRST_REDIRECT = 300;
    private static final Pattern TRAILING_SLASHES = Pattern.compile("/+$");

    private final String base;
    private final Duration timeout;
    private final A api;

    /**
     * @param timeout for a whole answer
     */
    EcsEndpoint(Class<? extends A> type, URI base, Duration timeout) {
        this.base = TRAILING_SLASHES.matcher(base.toString()).replaceFirst("");
        this.timeout = timeout;
        this.api = QuarkusRestClientBuilder.newBuilder()
                .baseUri(base)
                .connectTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                // Ends with the headers, and a body may stall too: the time that counts is taken here.
                .readTimeout(timeout.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .proxyAddress(NO_PROXY, 0)
                .register(new LenientJson())
                .build(type);
    }

    /**
     * @param path below the base, for the message when it fails
     */
    <T> T ask(String path, Function<A, Uni<T>> question) throws PlatformException {
        try {
            return Objects.requireNonNull(question.apply(api).await().atMost(timeout), "an empty answer");
        } catch (RuntimeException e) {
            // Transport and parser trouble has no common type: the REST client lets several through.
            throw new PlatformException(base + path + " " + complaint(e), e);
        }
    }

    /** Ends the questions that are still open. */
    @Override
    public void close() {
        try {
            api.close();
        } catch (Exception e) {
            throw new IllegalStateException("a REST client does not close", e);
        }
    }

    private String complaint(RuntimeException e) {
        return e instanceof WebApplicationException refused
                        && refused.getResponse().getStatus() >= FIRST_REDIRECT
                ? "answered " + refused.getResponse().getStatus()
                : "gave no usable answer: " + reason(e);
    }

    private String reason(RuntimeException e) {
        return e instanceof TimeoutException ? "none within " + timeout.toSeconds() + " s" : FailureReason.of(e);
    }
}
