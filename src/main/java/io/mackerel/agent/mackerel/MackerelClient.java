package io.mackerel.agent.mackerel;

import io.mackerel.agent.check.CheckReport;
import io.mackerel.agent.config.ApiKey;
import io.mackerel.agent.config.Proxy;
import io.mackerel.agent.host.CustomIdentifier;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.host.HostSpec;
import io.mackerel.agent.host.HostStatus;
import io.mackerel.agent.http.FailureReason;
import io.mackerel.agent.mackerel.ApiOutcome.Answered;
import io.mackerel.agent.mackerel.ApiOutcome.Invalid;
import io.mackerel.agent.mackerel.ApiOutcome.NotFound;
import io.mackerel.agent.mackerel.ApiOutcome.Refused;
import io.mackerel.agent.mackerel.ApiOutcome.Unavailable;
import io.mackerel.agent.mackerel.MackerelApi.GraphDefinitionRequest;
import io.mackerel.agent.mackerel.MackerelApi.HostEntry;
import io.mackerel.agent.mackerel.MackerelApi.HostIdResponse;
import io.mackerel.agent.mackerel.MackerelApi.HostResponse;
import io.mackerel.agent.mackerel.MackerelApi.MetricValueRequest;
import io.mackerel.agent.mackerel.MackerelApi.ReportRequest;
import io.mackerel.agent.mackerel.MackerelApi.ReportsRequest;
import io.mackerel.agent.mackerel.MackerelApi.RetireRequest;
import io.mackerel.agent.mackerel.MackerelApi.StatusRequest;
import io.mackerel.agent.mackerel.MackerelApi.SuccessResponse;
import io.mackerel.agent.metric.GraphDefinition;
import io.mackerel.agent.metric.MetricValue;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.client.ClientResponseFilter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Calls the Mackerel API and says what each answer means. Blocks up to 30 s a call; safe for use by several threads. */
public final class MackerelClient implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MackerelClient.class);
    /** For a whole answer. The REST client's own time-out is longer: it ends with the headers, a body may stall too. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final List<String> ALL_STATUSES =
            Arrays.stream(HostStatus.values()).map(HostStatus::wireName).toList();
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_CLIENT_ERROR = 400;
    private static final int FIRST_SERVER_ERROR = 500;

    private final AgentVersion agent;
    private final ApiKeys apiKeys;
    private final InstantSource clock;
    private volatile MackerelApi api;

    /**
     * @param proxy null for a direct connection
     */
    public static MackerelClient connecting(
            URI base, @Nullable Proxy proxy, ApiKeys apiKeys, AgentVersion agent, InstantSource clock) {
        return new MackerelClient(api(base, proxy, apiKeys, agent, clock), apiKeys, agent, clock);
    }

    /**
     * As the other, until the first {@link #reconnect}.
     *
     * @param onAnswer sees every answer that comes
     */
    static MackerelClient observed(
            URI base,
            @Nullable Proxy proxy,
            ApiKeys apiKeys,
            AgentVersion agent,
            InstantSource clock,
            ClientResponseFilter onAnswer) {
        MackerelApi api =
                builder(base, proxy, apiKeys, agent, clock).register(onAnswer).build(MackerelApi.class);
        return new MackerelClient(api, apiKeys, agent, clock);
    }

    private static MackerelApi api(
            URI base, @Nullable Proxy proxy, ApiKeys apiKeys, AgentVersion agent, InstantSource clock) {
        return builder(base, proxy, apiKeys, agent, clock).build(MackerelApi.class);
    }

    private static QuarkusRestClientBuilder builder(
            URI base, @Nullable Proxy proxy, ApiKeys apiKeys, AgentVersion agent, InstantSource clock) {
        QuarkusRestClientBuilder builder = QuarkusRestClientBuilder.newBuilder()
                .baseUri(base)
                .connectTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .readTimeout(TIMEOUT.multipliedBy(2).toSeconds(), TimeUnit.SECONDS)
                .followRedirects(false)
                .register(new ApiHeaders(apiKeys, agent.userAgent()))
                .register(new ApiExceptionMapper(clock, text -> masked(text, apiKeys)));
        if (proxy != null) {
            builder.proxyAddress(proxy.host(), proxy.port())
                    .proxyUser(proxy.user())
                    .proxyPassword(proxy.password());
        }
        return builder;
    }

    MackerelClient(MackerelApi api, ApiKeys apiKeys, AgentVersion agent, InstantSource clock) {
        this.api = api;
        this.apiKeys = apiKeys;
        this.agent = agent;
        this.clock = clock;
    }

    /**
     * From now on the API is there. Calls that are under way end as if the service had become unavailable.
     *
     * @param proxy null for a direct connection
     */
    public void reconnect(URI base, @Nullable Proxy proxy) {
        MackerelApi before = api;
        api = api(base, proxy, apiKeys, agent, clock);
        before.close();
    }

    /** Ends the calls that are still under way. */
    @Override
    public void close() {
        api.close();
    }

    ApiOutcome<HostId> createHost(HostSpec spec) {
        return call("POST hosts", () -> api.createHost(HostRequest.of(spec, agent)))
                .map(MackerelClient::hostId);
    }

    ApiOutcome<HostId> updateHost(HostId id, HostSpec spec) {
        return call("PUT hosts/" + id, () -> api.updateHost(id.value(), HostRequest.of(spec, agent)))
                .map(answer -> id);
    }

    ApiOutcome<HostEntry> host(HostId id) {
        return call("GET hosts/" + id, () -> api.host(id.value())).map(HostResponse::host);
    }

    /** The host in use that has this identifier; retired ones are not found. */
    ApiOutcome<Optional<HostId>> findHost(CustomIdentifier identifier) {
        return findEntry(identifier).map(found -> found.map(entry -> Objects.requireNonNull(hostId(entry.id()))));
    }

    /** As {@link #findHost}, with what Mackerel tells of it; its id is a good one. */
    ApiOutcome<Optional<HostEntry>> findEntry(CustomIdentifier identifier) {
        return call("GET hosts", () -> api.hosts(identifier.value(), ALL_STATUSES))
                .map(answer -> answer.hosts() == null ? null : chosen(answer.hosts(), identifier));
    }

    ApiOutcome<Boolean> setStatus(HostId id, HostStatus status) {
        return confirmed(
                "POST hosts/" + id + "/status", () -> api.setStatus(id.value(), new StatusRequest(status.wireName())));
    }

    ApiOutcome<Boolean> retire(HostId id) {
        return confirmed("POST hosts/" + id + "/retire", () -> api.retire(id.value(), new RetireRequest()));
    }

    ApiOutcome<Boolean> post(HostId id, List<MetricValue> values) {
        List<MetricValueRequest> request = values.stream()
                .map(each -> new MetricValueRequest(id.value(), each.name().value(), each.epochSecond(), each.value()))
                .toList();
        return confirmed("POST tsdb", () -> api.postMetrics(request));
    }

    ApiOutcome<Boolean> report(HostId id, List<CheckReport> reports) {
        ReportsRequest request = new ReportsRequest(
                reports.stream().map(each -> ReportRequest.of(id, each)).toList());
        return confirmed("POST monitoring/checks/report", () -> api.postReports(request));
    }

    ApiOutcome<Boolean> createGraphDefinitions(List<GraphDefinition> definitions) {
        List<GraphDefinitionRequest> request =
                definitions.stream().map(GraphDefinitionRequest::of).toList();
        return confirmed("POST graph-defs/create", () -> api.createGraphDefinitions(request));
    }

    private static Optional<HostEntry> chosen(List<@Nullable HostEntry> hosts, CustomIdentifier identifier) {
        return hosts.stream()
                .filter(Objects::nonNull)
                .filter(host -> !host.isRetired() && identifier.value().equals(host.customIdentifier()))
                .filter(host -> hostId(host.id()) != null)
                .findFirst();
    }

    private static @Nullable HostId hostId(HostIdResponse answer) {
        return hostId(answer.id());
    }

    private static @Nullable HostId hostId(@Nullable String id) {
        try {
            return id == null ? null : new HostId(id);
        } catch (IllegalArgumentException absurd) {
            return null;
        }
    }

    /** A call that answers nothing but success; a body that says otherwise is not believed to be Mackerel's. */
    private ApiOutcome<Boolean> confirmed(String what, Supplier<Uni<@Nullable SuccessResponse>> question) {
        return call(what, () -> question.get().map(Optional::ofNullable))
                .map(body -> body.map(SuccessResponse::success).orElse(true) ? true : null);
    }

    /** A refused key is looked for again; where there is another one by now, it gets its try at once. */
    private <T> ApiOutcome<T> call(String what, Supplier<Uni<T>> question) {
        ApiKey used = apiKeys.get();
        ApiOutcome<T> outcome = callOnce(what, question);
        return outcome instanceof Refused<T> && apiKeys.refused(used) ? callOnce(what, question) : outcome;
    }

    private <T> ApiOutcome<T> callOnce(String what, Supplier<Uni<T>> question) {
        try {
            T body = question.get().await().atMost(TIMEOUT);
            return body == null ? new Unavailable<>(what + ": an empty answer", null) : new Answered<>(body);
        } catch (ApiException e) {
            return outcome(what, e);
        } catch (RuntimeException e) {
            // Transport and parser trouble has no common type: the REST client lets several through.
            String reason = masked(what + " got no usable answer: " + reason(e), apiKeys);
            LOG.debugf("%s, exception=%s", reason, e.getClass().getName());
            return new Unavailable<>(reason, null);
        }
    }

    private <T> ApiOutcome<T> outcome(String what, ApiException e) {
        String detail = e.getMessage() == null || e.getMessage().isEmpty() ? "" : " (" + e.getMessage() + ")";
        String reason = what + " answered " + e.status() + detail;
        return switch (e.status()) {
            case UNAUTHORIZED, FORBIDDEN -> new Refused<>(reason);
            case NOT_FOUND -> new NotFound<>(reason);
            case REQUEST_TIMEOUT, TOO_MANY_REQUESTS -> new Unavailable<>(reason, e.retryAfter());
            default ->
                e.status() >= FIRST_CLIENT_ERROR && e.status() < FIRST_SERVER_ERROR
                        ? new Invalid<>(reason)
                        : new Unavailable<>(reason, e.retryAfter());
        };
    }

    private static String reason(RuntimeException e) {
        return e instanceof TimeoutException ? "none within " + TIMEOUT.toSeconds() + " s" : FailureReason.of(e);
    }

    /** What a server sends back may quote the key. */
    private static String masked(String text, Supplier<ApiKey> apiKey) {
        return text.replace(apiKey.get().value(), "****");
    }
}
