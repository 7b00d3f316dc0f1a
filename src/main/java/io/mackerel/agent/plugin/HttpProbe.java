package io.mackerel.agent.plugin;

import io.mackerel.agent.config.Proxy;
import io.mackerel.agent.config.ReadinessProbeConfig;
import io.mackerel.agent.http.BoundedHttp;
import io.mackerel.agent.http.ExchangeException;
import io.mackerel.agent.http.HttpAnswer;
import io.mackerel.agent.http.HttpCall;
import io.mackerel.agent.http.HttpHeader;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Passes when a server answers with a status of 200 to 399; a redirect passes, and is not followed. */
public final class HttpProbe implements ReadinessProbe {
    private static final int MOST_BYTES = 8 * 1024;
    private static final int FIRST_TO_PASS = 200;
    private static final int FIRST_TO_FAIL = 400;
    private static final String USER_AGENT = "User-Agent";

    private final HttpCall call;
    private final BoundedHttp http;

    /**
     * @param timeout of an attempt
     * @param userAgent sent unless a header of the probe takes its place
     */
    public HttpProbe(ReadinessProbeConfig.Http probe, Duration timeout, String userAgent, Vertx vertx) {
        Proxy proxy = probe.proxy();
        this.call = new HttpCall(
                probe.method(), uri(probe), headers(probe, userAgent), proxy == null ? null : proxy.forCalls());
        this.http = new BoundedHttp(vertx, timeout, MOST_BYTES);
    }

    @Override
    public ProbeOutcome attempt() throws InterruptedException {
        try {
            HttpAnswer answer = http.exchange(call);
            return answer.status() >= FIRST_TO_PASS && answer.status() < FIRST_TO_FAIL
                    ? new ProbeOutcome.Passed()
                    : new ProbeOutcome.Failed("answered " + answer.status());
        } catch (ExchangeException e) {
            return new ProbeOutcome.Failed(String.valueOf(e.getMessage()));
        }
    }

    private static URI uri(ReadinessProbeConfig.Http probe) {
        String host = probe.host().indexOf(':') < 0 ? probe.host() : "[" + probe.host() + "]";
        return URI.create(probe.scheme() + "://" + host + ":" + probe.port() + probe.path());
    }

    private static List<HttpHeader> headers(ReadinessProbeConfig.Http probe, String userAgent) {
        List<HttpHeader> own = probe.headers().stream()
                .map(header -> new HttpHeader(header.name(), header.value()))
                .toList();
        return own.stream().anyMatch(header -> header.name().equalsIgnoreCase(USER_AGENT))
                ? own
                : Stream.concat(own.stream(), Stream.of(new HttpHeader(USER_AGENT, userAgent)))
                        .toList();
    }
}
