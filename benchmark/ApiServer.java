import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * An API server that knows one pod, and an account whose Role is to get pods in its namespace, no more. It speaks
 * HTTP/1.1, where a real one speaks HTTP/2.
 */
final class ApiServer implements AutoCloseable {
    private static final String REVIEWS = "POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static final String GRANTED = "\"resource\":\"pods\"";

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer waits 40 ms for an acknowledgement
    }

    private final HttpsServer server;
    private final PodIdentity pod;

    ApiServer(SSLContext tls, PodIdentity pod) {
        this.pod = pod;
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (request.equals(REVIEWS)) {
            answer(exchange, 201, review(body));
        } else if (request.equals("GET /api/v1/namespaces/" + PodIdentity.NAMESPACE + "/pods/" + pod.name())) {
            answer(exchange, 200, PodObject.json(pod));
        } else {
            answer(exchange, 404, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":404}\n");
        }
    }

    private static String review(String question) {
        return "{\"kind\":\"SelfSubjectAccessReview\",\"apiVersion\":\"authorization.k8s.io/v1\",\"status\":{\"allowed\":"
                + question.contains(GRANTED) + "}}\n";
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
