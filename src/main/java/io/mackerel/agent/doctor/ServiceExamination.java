package io.mackerel.agent.doctor;

import io.mackerel.agent.config.Proxy;
import io.mackerel.agent.mackerel.ContactOutcome;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks Mackerel a harmless question: whether it is there, takes the key, and has the same time. */
public final class ServiceExamination implements Examination {
    public static final String SUBJECT = "Mackerel API";

    private final URI base;
    private final @Nullable Proxy proxy;
    private final Supplier<ContactOutcome> question;
    private final Supplier<@Nullable Duration> clockDifference;
    private final LongSupplier nanoTime;
    private final CompletableFuture<Boolean> answered;

    /**
     * @param question changes nothing there
     * @param clockDifference how far Mackerel's clock is ahead, as its answer told; null when it did not
     * @param answered gets to know whether Mackerel answers and takes the key
     */
    public ServiceExamination(
            URI base,
            @Nullable Proxy proxy,
            Supplier<ContactOutcome> question,
            Supplier<@Nullable Duration> clockDifference,
            LongSupplier nanoTime,
            CompletableFuture<Boolean> answered) {
        this.base = base;
        this.proxy = proxy;
        this.question = question;
        this.clockDifference = clockDifference;
        this.nanoTime = nanoTime;
        this.answered = answered;
    }

    @Override
    public List<Finding> examine() {
        try {
            ContactOutcome outcome = question.get();
            answered.complete(outcome instanceof ContactOutcome.Answered);
            return List.of(finding(outcome), ClockFinding.of(clockDifference.get()));
        } finally {
            answered.complete(false);
        }
    }

    /** By a second question: the first one also makes the connection, and this program warm. */
    private long roundTripMillis() {
        long begin = nanoTime.getAsLong();
        var _ = question.get();
        return Duration.ofNanos(nanoTime.getAsLong() - begin).toMillis();
    }

    private Finding finding(ContactOutcome outcome) {
        return switch (outcome) {
            case ContactOutcome.Answered _ ->
                Finding.ok(
                        SUBJECT,
                        base + " takes the key; round trip " + roundTripMillis() + " ms, " + way()
                                + "; whether the key may write is not tried");
            case ContactOutcome.KeyRefused(String reason) ->
                Finding.fatal(
                        SUBJECT,
                        base + " refused the API key: " + reason,
                        "check that the key is the organization's and still there, may read and write, and is allowed"
                                + " from this address");
            case ContactOutcome.NotMackerel(String reason) ->
                Finding.fatal(
                        SUBJECT,
                        base + " does not answer as Mackerel does: " + reason,
                        "check apibase (MACKEREL_APIBASE), and what stands between here and there");
            case ContactOutcome.Unavailable(String reason) ->
                Finding.fatal(SUBJECT, base + " (" + way() + "): " + reason, wayAdvice(reason));
        };
    }

    private String way() {
        String encryption = "https".equalsIgnoreCase(base.getScheme()) ? "TLS" : "not encrypted";
        return encryption + ", " + (proxy == null ? "no proxy" : "proxy " + proxy);
    }

    private String wayAdvice(String reason) {
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("certif") || lower.contains("pkix") || lower.contains("ssl")) {
            return "something between here and Mackerel encrypts with a certificate that is not trusted: let the way to "
                    + base.getHost() + " be, uninspected";
        }
        if (lower.contains("answered ")) {
            return "wait and try again; see Mackerel's status page";
        }
        return proxy == null
                ? "check DNS and the way out of this network (security group, network policy, NAT), or set HTTPS_PROXY"
                : "check HTTPS_PROXY and HTTP_PROXY, and that the proxy lets through to " + base.getHost();
    }
}
