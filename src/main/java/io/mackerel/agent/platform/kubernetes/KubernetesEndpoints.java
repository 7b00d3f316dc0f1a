package io.mackerel.agent.platform.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mackerel.agent.config.HostAndPort;
import io.mackerel.agent.config.KubernetesConfig;
import io.mackerel.agent.platform.kubernetes.Source.Standing;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All that can be asked about the own pod: the API server and the two ports of the kubelet. */
final class KubernetesEndpoints implements AutoCloseable {
    private static final int USUAL_READ_ONLY_PORT = 10255;
    private static final Pattern NODE_NAME = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?");

    private final @Nullable ApiServerClient apiServer;
    private final KubeletClient kubelet;
    private final KubeletClient readOnlyPort;
    private final boolean readOnlyPortIsSet;
    private final ObjectMapper mapper;
    private final LongSupplier nanoTime;

    KubernetesEndpoints(
            KubernetesConfig config, ServiceAccount account, Vertx vertx, ObjectMapper mapper, LongSupplier nanoTime) {
        String host = Objects.requireNonNull(config.kubeletHost());
        int port = config.readOnlyPort() == null ? 0 : config.readOnlyPort();
        HostAndPort server = config.apiServer();
        this.mapper = mapper;
        this.nanoTime = nanoTime;
        this.readOnlyPortIsSet = port > 0;
        this.apiServer = server == null
                ? null
                : new ApiServerClient(
                        URI.create("https://" + server + "/"),
                        account,
                        new CertificateAuthority(account.caFile()),
                        vertx,
                        mapper);
        this.kubelet = KubeletClient.secure(
                URI.create("https://" + new HostAndPort(host, config.kubeletPort()) + "/"),
                mapper.getFactory(),
                account,
                config.kubeletInsecureTls() ? null : authority(config.kubeletCaFile(), account),
                vertx);
        this.readOnlyPort = KubeletClient.readOnly(
                URI.create("http://" + new HostAndPort(host, readOnlyPortIsSet ? port : USUAL_READ_ONLY_PORT) + "/"),
                mapper.getFactory(),
                vertx);
    }

    private static CertificateAuthority authority(@Nullable Path file, ServiceAccount account) {
        return new CertificateAuthority(file == null ? account.caFile() : file);
    }

    /** What the API server says of a right; unavailable where there is none to ask. */
    Answer<Boolean> mayI(AccessReviewRequest question) {
        return apiServer == null
                ? new Answer.Unavailable<>("KUBERNETES_SERVICE_HOST is not set")
                : apiServer.mayI(question);
    }

    Sources<PodResponse> podSources(List<Origin> origins, PodReference own) {
        return new Sources<>(
                "pod",
                origins.stream()
                        .map(origin -> new Source<>(origin, standing(origin), () -> pod(origin, own)))
                        .toList(),
                nanoTime);
    }

    /**
     * @param own tells which pod's, by the uid too once that is known
     * @param nodeName null while it is not known
     */
    Sources<Optional<PodStatsResponse>> statsSources(
            List<Origin> origins, Supplier<PodReference> own, Supplier<@Nullable String> nodeName) {
        return new Sources<>(
                "stats",
                origins.stream()
                        .map(origin ->
                                new Source<>(origin, standing(origin), () -> stats(origin, own.get(), nodeName.get())))
                        .toList(),
                nanoTime);
    }

    @Override
    public void close() {
        kubelet.close();
        readOnlyPort.close();
        if (apiServer != null) {
            apiServer.close();
        }
    }

    private Standing standing(Origin origin) {
        if (origin != Origin.READ_ONLY_PORT) {
            return Standing.USUAL;
        }
        return readOnlyPortIsSet ? Standing.INSISTED : Standing.GUESSED;
    }

    private Answer<PodResponse> pod(Origin origin, PodReference own) {
        Answer<byte[]> answer = switch (origin) {
            case API_SERVER -> Objects.requireNonNull(apiServer).pod(own);
            case KUBELET -> kubelet.pod(own);
            case READ_ONLY_PORT -> readOnlyPort.pod(own);
            case NODE_PROXY -> throw new IllegalArgumentException("pods are not read through the node proxy");
        };
        return answer.map(json -> {
            if (json.length == 0) {
                throw new UnusableAnswerException("the kubelet does not list the pod " + own);
            }
            return Json.read(mapper, json, PodResponse.class);
        });
    }

    private Answer<Optional<PodStatsResponse>> stats(Origin origin, PodReference own, @Nullable String nodeName) {
        Answer<byte[]> answer = switch (origin) {
            case KUBELET -> kubelet.stats(own);
            case READ_ONLY_PORT -> readOnlyPort.stats(own);
            case NODE_PROXY -> nodeProxyStats(nodeName, own);
            case API_SERVER -> throw new IllegalArgumentException("the API server has no statistics");
        };
        return answer.map(json ->
                json.length == 0 ? Optional.empty() : Optional.of(Json.read(mapper, json, PodStatsResponse.class)));
    }

    /** The name may come from an answer, and goes into an address that is asked with the token. */
    private Answer<byte[]> nodeProxyStats(@Nullable String nodeName, PodReference own) {
        if (nodeName == null) {
            return new Answer.Unavailable<>("the pod's node is not known yet");
        }
        return NODE_NAME.matcher(nodeName).matches()
                ? Objects.requireNonNull(apiServer).nodeProxyStats(nodeName, own)
                : new Answer.Unavailable<>("the pod names a node that cannot be");
    }
}
