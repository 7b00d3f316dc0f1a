package io.mackerel.agent.platform.kubernetes;

import io.mackerel.agent.http.FailureReason;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Says why a question to the kubelet or the API server got no usable answer. */
final class Trouble {
    /** For a whole answer, and for a connection: a kubelet with hundreds of pods takes its time. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private Trouble() {}

    static String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException) {
                return "none within " + TIMEOUT.toSeconds() + " s";
            }
            if (cause instanceof SSLException) {
                return "its certificate is not trusted, or TLS failed otherwise: " + FailureReason.of(cause);
            }
        }
        return FailureReason.of(failure);
    }
}
