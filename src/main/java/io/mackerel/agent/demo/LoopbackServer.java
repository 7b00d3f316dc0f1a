package io.mackerel.agent.demo;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** An HTTP server on a free port of 127.0.0.1 only. Start and close wait for Vert.x: not from an event loop. */
final class LoopbackServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LoopbackServer.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final long PATIENCE_SECONDS = 5;

    private final HttpServer server;

    private LoopbackServer(HttpServer server) {
        this.server = server;
    }

    /**
     * @throws IllegalStateException when there is no port to listen on
     */
    static LoopbackServer start(Vertx vertx, Handler<HttpServerRequest> handler) {
        HttpServerOptions options = new HttpServerOptions().setHost(LOOPBACK).setPort(0);
        try {
            return new LoopbackServer(settled(
                    vertx.createHttpServer(options).requestHandler(handler).listen()));
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot listen on " + LOOPBACK, e);
        }
    }

    /** Where it listens, without a path. */
    URI base() {
        return URI.create("http://" + LOOPBACK + ":" + server.actualPort());
    }

    /** Cuts open connections. A Vert.x that is closed already is no trouble. */
    @Override
    public void close() {
        try {
            settled(server.close());
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            LOG.debug("a server of the demo did not close", e);
        }
    }

    private static <T> T settled(Future<T> future) throws ExecutionException, TimeoutException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
