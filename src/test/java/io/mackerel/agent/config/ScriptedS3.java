package io.mackerel.agent.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers as S3 does, one prepared answer after the other, the last for good, and remembers what it was asked. */
final class ScriptedS3 implements AutoCloseable {
    /** One answer, with headers of its own. */
    record Answer(int status, Map<String, String> headers, byte[] body) {
        static Answer object(String content) {
            return new Answer(200, Map.of(), content.getBytes(UTF_8));
        }

        static Answer error(int status, String code) {
            String body = code.isEmpty()
                    ? ""
                    : "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code
                            + "</Code><Message>The message of " + code + "</Message><RequestId>1</RequestId></Error>";
            return new Answer(status, Map.of(), body.getBytes(UTF_8));
        }

        Answer with(String name, String value) {
            return new Answer(status, Map.of(name, value), body);
        }
    }

    record Asked(String method, String uri, Headers headers) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Answer> answers;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    ScriptedS3(Answer... answers) throws IOException {
        this.answers = List.of(answers);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(new Asked(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders()));
            Answer answer = answers.get(Math.min(asked.size(), answers.size()) - 1);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }
}
