package io.mackerel.agent.platform.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import io.mackerel.agent.platform.kubernetes.KubeletStatusFilter.OtherStatusException;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Multi;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Asks the own node's kubelet, at one of its two ports, and keeps the own pod of what it answers. A question waits 5 s at
 * most and is never asked through a proxy; a connection serves one cycle after the other. Safe for use by several threads.
 */
final class KubeletClient implements AutoCloseable {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int LARGEST_PIECE = 64 << 10;
    /** Longer than a cycle, and longer than a kubelet keeps a connection. */
    private static final int KEEP_ALIVE_SECONDS = 300;
    /** The REST client's word for going straight, whatever the JVM's proxy settings say. */
    private static final String NO_PROXY = "none";

    private final URI base;
    private final JsonFactory json;
    private final @Nullable ServiceAccount account;
    private final @Nullable CertificateAuthority authority;
    private @Nullable KubeletApi api;

    /** The read-only port, which asks nobody who he is. */
    static KubeletClient readOnly(URI base, JsonFactory json) {
        return new KubeletClient(base, json, null, null);
    }

    /**
     * The authenticated port.
     *
     * @param authority who signed the kubelet's certificate; null: nobody checks it
     */
    static KubeletClient secure(
            URI base, JsonFactory json, ServiceAccount account, @Nullable CertificateAuthority authority) {
        return new KubeletClient(base, json, account, authority);
    }

    private KubeletClient(
            URI base, JsonFactory json, @Nullable ServiceAccount account, @Nullable CertificateAuthority authority) {
        this.base = base;
        this.json = json;
        this.account = account;
        this.authority = authority;
    }

    /** The own pod's statistics as JSON; empty when the kubelet has none. */
    Answer<byte[]> stats(PodReference own) {
        return ask(
                "stats/summary", PodListing.STATS_SUMMARY, own, (kubelet, token) -> kubelet.statsSummary(token, true));
    }

    /** The own pod as JSON; empty when the kubelet does not run it. */
    Answer<byte[]> pod(PodReference own) {
        return ask("pods", PodListing.PODS, own, KubeletApi::pods);
    }

    @Override
    public synchronized void close() {
        if (api != null) {
            api.close();
            api = null;
        }
    }

    private Answer<byte[]> ask(
            String path,
            PodListing listing,
            PodReference own,
            BiFunction<KubeletApi, @Nullable String, Multi<byte[]>> question) {
        String url = base + path;
        try {
            return new Answer.Given<>(asked(listing, own, question));
        } catch (OtherStatusException e) {
            String reason = url + " " + e.getMessage();
            return e.status() == FORBIDDEN ? new Answer.Denied<>(reason) : new Answer.Unavailable<>(reason);
        } catch (RuntimeException e) {
            // Transport and parser trouble has no common type: the REST client lets several through.
            return new Answer.Unavailable<>(url + " gave no usable answer: " + Trouble.of(e));
        }
    }

    /** A token may have been replaced while the request was under way: after a 401 it is read and sent once more. */
    private byte[] asked(
            PodListing listing, PodReference own, BiFunction<KubeletApi, @Nullable String, Multi<byte[]>> question) {
        try {
            return askedOnce(listing, own, question);
        } catch (OtherStatusException e) {
            if (e.status() != UNAUTHORIZED || account == null) {
                throw e;
            }
            return askedOnce(listing, own, question);
        }
    }

    private byte[] askedOnce(
            PodListing listing, PodReference own, BiFunction<KubeletApi, @Nullable String, Multi<byte[]>> question) {
        OwnPodReader reader = new OwnPodReader(json, listing, own);
        question.apply(api(), authorization())
                .onItem()
                .invoke(reader::accept)
                .onItem()
                .ignoreAsUni()
                .await()
                .atMost(Trouble.TIMEOUT);
        return reader.end();
    }

    private @Nullable String authorization() {
        String token = account == null ? null : account.token();
        return token == null ? null : "Bearer " + token;
    }

    private synchronized KubeletApi api() {
        if (api != null && authority != null && authority.hasChanged()) {
            api.close();
            api = null;
        }
        if (api == null) {
            api = connecting();
        }
        return api;
    }

    private KubeletApi connecting() {
        Duration timeout = Trouble.TIMEOUT;
        Buffer trusted = authority == null ? null : Buffer.buffer(authority.pem());
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(base)
                .connectTimeout(timeout.toSeconds(), TimeUnit.SECONDS)
                .readTimeout(timeout.multipliedBy(2).toSeconds(), TimeUnit.SECONDS)
                .followRedirects(false)
                .proxyAddress(NO_PROXY, 0)
                .httpClientOptionsCustomizer(options -> configure(options, trusted))
                .register(new KubeletStatusFilter())
                .build(KubeletApi.class);
    }

    private void configure(HttpClientOptions options, @Nullable Buffer trusted) {
        options.setKeepAliveTimeout(KEEP_ALIVE_SECONDS).setMaxChunkSize(LARGEST_PIECE);
        if (trusted != null) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(trusted));
        } else if (account != null) {
            options.setTrustAll(true).setVerifyHost(false);
        }
    }
}
