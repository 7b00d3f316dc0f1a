package io.mackerel.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;

/** A small HTTP server for answers that no stand-in gives. */
final class LoopbackEndpoint implements AutoCloseable {
    /** What is answered, as JSON. */
    record Answer(int status, String body) {}

    interface Script {
        Answer answer(String method, String path);
    }

    private final HttpServer server;
    private final Script script;

    LoopbackEndpoint(Script script) throws IOException {
        this.script = script;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** An address of this machine where nobody listens. */
    static URI refusing() throws IOException {
        return uri(freePort());
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static URI uri(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    URI uri() {
        return uri(server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var answer = script.answer(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath());
            var bytes = answer.body().getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
