package io.mackerel.agent.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Speaks HTTP/1.1 with servers that nothing is known of: each call has a connection of its own, and is bounded in time and
 * in bytes as a whole. Certificates are checked against those that the JVM trusts, redirects are answers like any other.
 * Safe for use by several threads, not by Vert.x's event loops.
 */
public final class BoundedHttp {
    private static final int LARGEST_HEAD = 32 * 1024;
    /** Of these a server waits for a length, even if it is zero. */
    private static final Set<String> WITH_CONTENT = Set.of("POST", "PUT", "PATCH");

    private final Vertx vertx;
    private final Duration timeout;
    private final int mostBytes;

    /**
     * @param timeout from the look-up of the name to the end of the body
     * @param mostBytes of an answer's body; the rest is not read
     */
    public BoundedHttp(Vertx vertx, Duration timeout, int mostBytes) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.mostBytes = mostBytes;
    }

    /**
     * Blocks until the answer is there. Its connection is closed then, and after an exception, too; one that is still being
     * made when the caller is interrupted ends with the time-out.
     *
     * @throws ExchangeException when there is no answer
     */
    public HttpAnswer exchange(HttpCall call) throws ExchangeException, InterruptedException {
        HttpSyntax.check(call);
        HttpClient client = vertx.createHttpClient(options());
        try {
            return answer(client, call)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ExchangeFailure(call, timeout).timedOut();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ExchangeException known
                    ? known
                    : new ExchangeFailure(call, timeout).answering(e);
        } finally {
            client.close();
        }
    }

    private HttpClientOptions options() {
        return new HttpClientOptions()
                .setKeepAlive(false)
                .setMaxPoolSize(1)
                .setMaxHeaderSize(LARGEST_HEAD)
                .setSslHandshakeTimeout(timeout.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    private Future<HttpAnswer> answer(HttpClient client, HttpCall call) {
        ExchangeFailure failure = new ExchangeFailure(call, timeout);
        String peer = call.proxy() == null ? call.host() : call.proxy().host();
        return HostAddresses.of(peer, vertx)
                .recover(cause -> Future.failedFuture(failure.lookingUp(cause)))
                .compose(addresses -> connected(client, call, addresses)
                        .recover(cause -> Future.failedFuture(failure.connecting(cause))))
                .compose(
                        request -> sent(request, call).recover(cause -> Future.failedFuture(failure.answering(cause))));
    }

    /** Tries one address after the other. What the first met is told, if all fail. */
    private Future<HttpClientRequest> connected(HttpClient client, HttpCall call, List<InetAddress> addresses) {
        Duration each = timeout.dividedBy(addresses.size());
        Future<HttpClientRequest> first = client.request(options(call, addresses.getFirst(), each));
        Future<HttpClientRequest> any = first;
        for (InetAddress other : addresses.subList(1, addresses.size())) {
            any = any.recover(_ -> client.request(options(call, other, each)));
        }
        return any.recover(_ -> first);
    }

    private static RequestOptions options(HttpCall call, InetAddress address, Duration timeout) {
        HttpProxy proxy = call.proxy();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(call.method()))
                .setSsl(call.isEncrypted())
                .setHost(call.uri().getHost())
                .setPort(call.port())
                .setURI(call.target())
                .setConnectTimeout(Math.max(1, timeout.toMillis()));
        return proxy == null
                ? options.setServer(SocketAddress.inetSocketAddress(call.port(), address.getHostAddress()))
                : options.setProxyOptions(options(proxy, address, timeout));
    }

    private static ProxyOptions options(HttpProxy proxy, InetAddress address, Duration timeout) {
        return new ProxyOptions()
                .setHost(address.getHostAddress())
                .setPort(proxy.port())
                .setUsername(proxy.user())
                .setPassword(proxy.password())
                .setConnectTimeout(timeout);
    }

    /** Listens before it speaks: on whatever thread this is, the event loop hands the answer over as it comes. */
    private Future<HttpAnswer> sent(HttpClientRequest request, HttpCall call) {
        Future<HttpAnswer> answer = request.response().compose(this::read);
        call.headers().forEach(header -> request.headers().add(header.name(), header.value()));
        Future<Void> sent = WITH_CONTENT.contains(call.method()) ? request.end(Buffer.buffer()) : request.end();
        // A server may answer, and hang up, before it has read the request.
        return sent.transform(_ -> answer);
    }

    private Future<HttpAnswer> read(HttpClientResponse response) {
        Promise<HttpAnswer> whole = Promise.promise();
        BoundedBody body = new BoundedBody(mostBytes);
        response.exceptionHandler(whole::tryFail);
        response.endHandler(_ -> whole.tryComplete(answer(response, body, false)));
        response.handler(piece -> {
            if (!body.add(piece)) {
                whole.tryComplete(answer(response, body, true));
                response.request().connection().close();
            }
        });
        return whole.future();
    }

    private static HttpAnswer answer(HttpClientResponse response, BoundedBody body, boolean isCut) {
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers().forEach(header -> headers.putIfAbsent(header.getKey(), header.getValue()));
        return new HttpAnswer(response.statusCode(), headers, body.bytes(), isCut);
    }
}
