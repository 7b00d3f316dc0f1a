package io.mackerel.agent.platform.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.mackerel.agent.http.LogText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server, through the Kubernetes client. Answers are read as bytes with a limit and bound to the few fields
 * that count; the client's own model of a pod would cost some MiB for good. A question waits 5 s at most. Safe for use by
 * several threads.
 */
final class ApiServerClient implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ApiServerClient.class);
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int MOST_BYTES_OF_A_REVIEW = 64 << 10;
    private static final String JSON_TYPE = "application/json";

    private final URI base;
    private final ServiceAccount account;
    private final @Nullable CertificateAuthority authority;
    private final Vertx vertx;
    private final ObjectMapper mapper;
    private @Nullable KubernetesClient client;

    /** How the API server words what it will not do. */
    @RegisterForReflection
    record StatusResponse(@Nullable String message) {}

    /**
     * @param base ends in a slash
     * @param authority who signed the server's certificate; null where the base is http
     */
    ApiServerClient(
            URI base,
            ServiceAccount account,
            @Nullable CertificateAuthority authority,
            Vertx vertx,
            ObjectMapper mapper) {
        this.base = base;
        this.account = account;
        this.authority = authority;
        this.vertx = vertx;
        this.mapper = mapper;
    }

    /** Whether this account may do what {@code question} asks about. */
    Answer<Boolean> mayI(AccessReviewRequest question) {
        String body = json(question);
        return ask(
                        "apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                        request -> request.post(JSON_TYPE, body),
                        () -> new WholeAnswer(MOST_BYTES_OF_A_REVIEW))
                .map(answer ->
                        Json.read(mapper, answer, AccessReviewResponse.class).isAllowed());
    }

    /** The own pod as JSON: one object, not a list. */
    Answer<byte[]> pod(PodReference own) {
        return ask(
                "api/v1/namespaces/" + own.namespace() + "/pods/" + own.name(),
                request -> request,
                () -> new WholeAnswer(OwnPodReader.MOST_BYTES_OF_A_POD));
    }

    /** The own pod's statistics as JSON, from the kubelet of {@code nodeName}; empty when it has none. */
    Answer<byte[]> nodeProxyStats(String nodeName, PodReference own) {
        JsonFactory json = mapper.getFactory();
        return ask(
                "api/v1/nodes/" + nodeName + "/proxy/stats/summary?only_cpu_and_memory=true",
                request -> request,
                () -> new OwnPodReader(json, PodListing.STATS_SUMMARY, own));
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    private Answer<byte[]> ask(
            String path, UnaryOperator<HttpRequest.Builder> request, Supplier<AnswerReader> readers) {
        String url = base + path;
        try {
            Exchange.Reply reply = send(url, request, readers);
            if (reply.status() == UNAUTHORIZED) {
                // The token may have been replaced meanwhile: it is read and sent once more.
                reply = send(url, request, readers);
            }
            return answer(url, reply);
        } catch (RuntimeException e) {
            // Transport and parser trouble has no common type here.
            return new Answer.Unavailable<>(url + " gave no usable answer: " + Trouble.of(e));
        }
    }

    private Answer<byte[]> answer(String url, Exchange.Reply reply) {
        if (reply.isSuccess()) {
            return new Answer.Given<>(reply.body());
        }
        String reason = url + " answered " + reply.status() + complaint(reply.body());
        return reply.status() == FORBIDDEN ? new Answer.Denied<>(reason) : new Answer.Unavailable<>(reason);
    }

    /** What the server says of its refusal, in brackets; a kubelet behind the node proxy says it without JSON. */
    private String complaint(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            String message = Json.read(mapper, body, StatusResponse.class).message();
            text = message == null ? text : message;
        } catch (UnusableAnswerException noStatus) {
            LOG.debugf("a refusal that is no Status: %s", noStatus.getMessage());
        }
        String line = LogText.line(text);
        return line.isEmpty() ? "" : " (" + line + ")";
    }

    private Exchange.Reply send(
            String url, UnaryOperator<HttpRequest.Builder> request, Supplier<AnswerReader> readers) {
        KubernetesClient connected = client();
        HttpRequest.Builder builder = connected.getHttpClient().newHttpRequestBuilder();
        builder.uri(url).header("Accept", JSON_TYPE);
        String token = account.token();
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        return new Exchange(readers.get())
                .with(connected.getHttpClient(), request.apply(builder).build());
    }

    private synchronized KubernetesClient client() {
        if (client != null && authority != null && authority.hasChanged()) {
            client.close();
            client = null;
        }
        if (client == null) {
            client = connecting();
        }
        return client;
    }

    private KubernetesClient connecting() {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(base.toString())
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new ApiServerHttp(vertx, authority == null ? null : authority.pem()))
                .build();
    }

    private String json(AccessReviewRequest question) {
        try {
            return mapper.writeValueAsString(question);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request that cannot be written", e);
        }
    }
}
