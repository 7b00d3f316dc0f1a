package io.mackerel.agent.platform.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.net.PemTrustOptions;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Asks the own node's kubelet, at one of its two ports, and keeps the own pod of what it answers. A question waits 5 s at
 * most, 10 s when a 401 has it repeated, and is never asked through a proxy; a connection serves one cycle after the other. Safe for use by several threads,
 * which wait for each other.
 */
final class KubeletClient implements AutoCloseable {
    /** Each piece costs a change of threads: a quarter of this takes a third more CPU time for 500 pods. */
    private static final int LARGEST_PIECE = 64 << 10;

    /** Longer than a cycle, and longer than a kubelet keeps a connection. */
    private static final int KEEP_ALIVE_SECONDS = 300;
    /** The REST client's word for going straight, whatever the JVM's proxy settings say. */
    private static final String NO_PROXY = "none";

    private final URI base;
    private final JsonFactory json;
    private final @Nullable ServiceAccount account;
    private final @Nullable CertificateAuthority authority;
    private final Vertx vertx;
    private final ReentrantLock lock = new ReentrantLock();
    private byte[] piece = {};
    private volatile @Nullable KubeletApi api;
    private volatile @Nullable HttpClientRequest underWay;
    private volatile boolean timedOut;

    /** The read-only port, which asks nobody who he is. */
    static KubeletClient readOnly(URI base, JsonFactory json, Vertx vertx) {
        return new KubeletClient(base, json, null, null, vertx);
    }

    /**
     * The authenticated port.
     *
     * @param authority who signed the kubelet's certificate; null: nobody checks it
     */
    static KubeletClient secure(
            URI base, JsonFactory json, ServiceAccount account, @Nullable CertificateAuthority authority, Vertx vertx) {
        return new KubeletClient(base, json, account, authority, vertx);
    }

    private KubeletClient(
            URI base,
            JsonFactory json,
            @Nullable ServiceAccount account,
            @Nullable CertificateAuthority authority,
            Vertx vertx) {
        this.vertx = vertx;
        this.base = base;
        this.json = json;
        this.account = account;
        this.authority = authority;
    }

    /** The own pod's statistics as JSON; empty when the kubelet has none. */
    Answer<byte[]> stats(PodReference own) {
        return ask(
                "stats/summary",
                () -> new OwnPodReader(json, PodListing.STATS_SUMMARY, own),
                kubelet -> kubelet.statsSummary(authorization(), true));
    }

    /** The own pod as JSON; empty when the kubelet does not run it. */
    Answer<byte[]> pod(PodReference own) {
        return ask(
                "pods", () -> new OwnPodReader(json, PodListing.PODS, own), kubelet -> kubelet.pods(authorization()));
    }

    /** Ends the question that is under way, too; no other is asked after that. */
    @Override
    public void close() {
        KubeletApi connected = api;
        if (connected != null) {
            connected.close();
        }
    }

    private Answer<byte[]> ask(String path, Supplier<AnswerReader> readers, Function<KubeletApi, Response> question) {
        String url = base + path;
        lock.lock();
        try {
            Reply reply = askedOnce(readers, question);
            if (reply.isUnauthorized() && account != null) {
                reply = askedOnce(readers, question);
            }
            return reply.answer(url, UnaryOperator.identity());
        } catch (RuntimeException | IOException e) {
            // Transport trouble has no common type: the REST client lets several through.
            return new Answer.Unavailable<>(url + " gave no usable answer: " + Trouble.of(e));
        } finally {
            lock.unlock();
        }
    }

    private Reply askedOnce(Supplier<AnswerReader> readers, Function<KubeletApi, Response> question)
            throws IOException {
        KubeletApi kubelet = api();
        timedOut = false;
        long timer = vertx.setTimer(Trouble.TIMEOUT.toMillis(), _ -> {
            timedOut = true;
            breakOff();
        });
        try (Response response = question.apply(kubelet)) {
            return read(response, Reply.reader(response.getStatus(), readers.get()));
        } catch (RuntimeException | IOException e) {
            breakOff();
            if (timedOut) {
                throw new IOException(new TimeoutException());
            }
            throw e;
        } finally {
            vertx.cancelTimer(timer);
            underWay = null;
        }
    }

    private Reply read(Response response, AnswerReader reader) throws IOException {
        InputStream body = response.readEntity(InputStream.class);
        if (piece.length == 0) {
            piece = new byte[LARGEST_PIECE];
        }
        for (int length = body.read(piece); length >= 0; length = body.read(piece)) {
            reader.accept(piece, length);
        }
        return new Reply(response.getStatus(), reader.end());
    }

    /** Closes the connection of an answer that is not wanted any more: else it would be read to its end, if it has one. */
    private void breakOff() {
        HttpClientRequest request = underWay;
        if (request != null) {
            request.reset();
        }
    }

    private @Nullable String authorization() {
        String token = account == null ? null : account.token();
        return token == null ? null : "Bearer " + token;
    }

    private KubeletApi api() {
        KubeletApi connected = api;
        if (connected != null && authority != null && authority.hasChanged()) {
            connected.close();
            connected = null;
        }
        if (connected == null) {
            connected = connecting();
            api = connected;
        }
        return connected;
    }

    private KubeletApi connecting() {
        Duration timeout = Trouble.TIMEOUT;
        Buffer trusted = authority == null ? null : Buffer.buffer(authority.pem());
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(base)
                .connectTimeout(timeout.toSeconds(), TimeUnit.SECONDS)
                .readTimeout(timeout.toSeconds(), TimeUnit.SECONDS)
                .followRedirects(false)
                .disableDefaultMapper(true)
                .proxyAddress(NO_PROXY, 0)
                .httpClientOptionsCustomizer(options -> configure(options, trusted))
                .httpClientRequestCustomizer(request -> underWay = request)
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
