package io.mackerel.agent.config;

import io.mackerel.agent.http.BoundedHttp;
import io.mackerel.agent.http.ExchangeException;
import io.mackerel.agent.http.HttpAnswer;
import io.mackerel.agent.http.ShownDuration;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads documents from web servers. Redirects are followed, five at most, never from https to http, and without the user
 * and the password of the URL.
 */
final class WebDocuments {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int MOST_REDIRECTS = 5;

    private final Duration atMost;
    private final BoundedHttp http;

    WebDocuments(Vertx vertx) {
        this(vertx, LONGEST);
    }

    /**
     * @param atMost for all of a read, redirects included
     */
    WebDocuments(Vertx vertx, Duration atMost) {
        this.atMost = atMost;
        this.http = new BoundedHttp(vertx, atMost, RemoteDocuments.LARGEST + 1);
    }

    /** Like {@link RemoteDocuments#read}. */
    byte[] read(URI uri, ProxyConfig proxies) throws DocumentException {
        FutureTask<byte[]> task = new FutureTask<>(() -> followed(uri, proxies));
        Thread.ofVirtual().name("configuration from the web").start(task);
        try {
            return task.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            throw timedOut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DocumentException("was not read, the agent is ending");
        } finally {
            task.cancel(true);
        }
    }

    private byte[] followed(URI uri, ProxyConfig proxies) throws DocumentException, InterruptedException {
        WebHop hop = WebHop.first(uri);
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpAnswer answer = answer(hop, proxies);
            if (!WebRedirect.isOne(answer)) {
                return document(hop, answer);
            }
            hop = WebHop.next(WebRedirect.target(hop.uri(), answer));
        }
        throw new DocumentException(
                "is redirected more than " + MOST_REDIRECTS + " times; give the URL where the file is");
    }

    private static byte[] document(WebHop hop, HttpAnswer answer) throws DocumentException {
        String fault = WebFault.in(answer);
        if (fault != null) {
            throw hop.trouble(fault);
        }
        return answer.body();
    }

    private HttpAnswer answer(WebHop hop, ProxyConfig proxies) throws DocumentException, InterruptedException {
        try {
            return http.exchange(hop.call(proxies));
        } catch (ExchangeException e) {
            throw e.kind() == ExchangeException.Kind.TIMED_OUT ? timedOut() : hop.trouble(WebFault.in(e));
        }
    }

    private static DocumentException failure(Throwable cause) {
        return cause instanceof DocumentException known
                ? known
                : new DocumentException("cannot be read: " + cause.getClass().getSimpleName());
    }

    private DocumentException timedOut() {
        return new DocumentException("did not answer within " + ShownDuration.of(atMost)
                + "; check the URL, and whether a proxy is needed (HTTP_PROXY, HTTPS_PROXY)");
    }
}
