package io.mackerel.agent.platform.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server, through the Kubernetes client. Answers are read as bytes with a limit and bound to the few fields
 * that count; the client's own model of a pod would cost some MiB for good. A question waits 5 s at most, 10 s when a 401 has
 * it repeated. Safe for use by
 * several threads.
 */
final class ApiServerClient implements AutoCloseable {
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
            Reply reply = send(url, request, readers);
            if (reply.isUnauthorized()) {
                reply = send(url, request, readers);
            }
            return reply.answer(url, this::complaint);
        } catch (RuntimeException e) {
            // Transport and parser trouble has no common type here.
            return new Answer.Unavailable<>(url + " gave no usable answer: " + Trouble.of(e));
        }
    }

    /** A Status names its reason; a kubelet behind the node proxy says it without JSON. */
    private String complaint(String text) {
        try {
            String message = Json.read(mapper, text.getBytes(StandardCharsets.UTF_8), StatusResponse.class)
                    .message();
            return message == null ? text : message;
        } catch (UnusableAnswerException noStatus) {
            return text;
        }
    }

    private Reply send(String url, UnaryOperator<HttpRequest.Builder> request, Supplier<AnswerReader> readers) {
        KubernetesClient connected = client();
        HttpRequest.Builder builder = connected.getHttpClient().newHttpRequestBuilder();
        builder.uri(url)
                .header("Accept", JSON_TYPE)
                // Without it a request that gets no answer at all would never be ended.
                .timeout(Trouble.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
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
