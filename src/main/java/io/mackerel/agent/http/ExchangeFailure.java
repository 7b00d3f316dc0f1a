package io.mackerel.agent.http;

import io.mackerel.agent.http.ExchangeException.Kind;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Words what kept one call from its answer. */
final class ExchangeFailure {
    private static final Pattern STATUS_OF_PROXY = Pattern.compile("status: (\\d{3})\\b");

    private static final Pattern TIMEOUT_OF_PROXY = Pattern.compile("\\btimeout$");

    private final HttpCall call;
    private final Duration timeout;
    /** Who is connected to. */
    private final String peer;

    /**
     * @param timeout of the call
     */
    ExchangeFailure(HttpCall call, Duration timeout) {
        this.call = call;
        this.timeout = timeout;
        this.peer = call.proxy() == null ? call.authority() : "the proxy " + call.proxy();
    }

    ExchangeException lookingUp(Throwable failure) {
        String host = call.proxy() == null ? call.host() : call.proxy().host();
        String ofWhom = call.proxy() == null ? "the host name " : "the proxy's host name ";
        return failure instanceof UnknownHostException
                ? new ExchangeException(Kind.UNKNOWN_HOST, ofWhom + host + " is unknown")
                : connecting(failure);
    }

    ExchangeException timedOut() {
        return new ExchangeException(Kind.TIMED_OUT, "no answer within " + ShownDuration.of(timeout));
    }

    ExchangeException connecting(Throwable failure) {
        if (isTimeout(failure)) {
            return timedOut();
        }
        if (isOrComesOf(failure, GeneralSecurityException.class)) {
            return new ExchangeException(
                    Kind.NOT_TRUSTED,
                    "the certificate of " + call.authority() + " is not trusted: " + FailureReason.of(failure));
        }
        if (isOrComesOf(failure, SSLException.class)) {
            return new ExchangeException(
                    Kind.NO_CONNECTION, "no TLS connection to " + call.authority() + ": " + FailureReason.of(failure));
        }
        if (isOrComesOf(failure, ProxyConnectException.class)) {
            return new ExchangeException(Kind.PROXY_REFUSED, peer + " " + complaint(failure));
        }
        return new ExchangeException(Kind.NO_CONNECTION, "no connection to " + peer + ": " + FailureReason.of(failure));
    }

    ExchangeException answering(Throwable failure) {
        if (isOrComesOf(failure, TooLongFrameException.class)) {
            return new ExchangeException(Kind.NOT_HTTP, "the headers that " + peer + " answered are too long");
        }
        return failure instanceof IllegalArgumentException || isOrComesOf(failure, DecoderException.class)
                ? new ExchangeException(Kind.NOT_HTTP, "what " + peer + " answered is not HTTP")
                : new ExchangeException(
                        Kind.BROKEN_OFF,
                        "the connection to " + peer + " ended before the answer did: " + FailureReason.of(failure));
    }

    /** Each layer has its own type for it, or none. */
    private static boolean isTimeout(Throwable failure) {
        return isOrComesOf(failure, TimeoutException.class)
                || isOrComesOf(failure, ConnectTimeoutException.class)
                || isOrComesOf(failure, SslHandshakeTimeoutException.class)
                || (isOrComesOf(failure, ProxyConnectException.class)
                        && TIMEOUT_OF_PROXY.matcher(FailureReason.of(failure)).find());
    }

    private static String complaint(Throwable failure) {
        Matcher status = STATUS_OF_PROXY.matcher(String.valueOf(failure.getMessage()));
        return status.find() ? "answered " + status.group(1) : "opened no way: " + FailureReason.of(failure);
    }

    private static boolean isOrComesOf(Throwable failure, Class<? extends Throwable> type) {
        return Stream.iterate(failure, ExchangeFailure::isThere, Throwable::getCause)
                .anyMatch(type::isInstance);
    }

    private static boolean isThere(@Nullable Throwable failure) {
        return failure != null;
    }
}
