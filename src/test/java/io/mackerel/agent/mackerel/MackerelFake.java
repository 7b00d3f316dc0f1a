package io.mackerel.agent.mackerel;

import io.mackerel.agent.config.ApiKey;
import io.mackerel.agent.config.ApiKeySource;
import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Mackerel in memory: keeps hosts, notes every call, and fails on request. Safe for use by several threads. */
public final class MackerelFake implements MackerelApi {
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();
    private final List<MetricValueRequest> values = new ArrayList<>();
    private int created;
    private final List<ReportRequest> reports = new ArrayList<>();

    private record Failure(String part, int status) {}

    private record Host(HostRequest request, String status, boolean retired) {}

    public MackerelClient client() {
        return new MackerelClient(
                this,
                new ApiKeys(new ApiKeySource.Literal(new ApiKey("the-key")), key -> {}),
                new AgentVersion("1.2.3", "abc1234"),
                InstantSource.system());
    }

    /** The next call answers this status instead. */
    public synchronized void failNext(int status) {
        failNextOf("", status, 1);
    }

    /** The next calls that have {@code part} in them answer this status instead. */
    public synchronized void failNextOf(String part, int status, int times) {
        failures.addAll(Collections.nCopies(times, new Failure(part, status)));
    }

    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    public synchronized int posted() {
        return values.size();
    }

    public synchronized boolean isRetired(String id) {
        return hosts.get(id).retired();
    }

    public synchronized String status(String id) {
        return hosts.get(id).status();
    }

    /** As if somebody had deleted it. */
    public synchronized void delete(String id) {
        hosts.remove(id);
    }

    synchronized HostRequest requestOf(String id) {
        return hosts.get(id).request();
    }

    @Override
    public synchronized Uni<HostIdResponse> createHost(HostRequest host) {
        note("POST hosts");
        String id = "host" + ++created;
        hosts.put(id, new Host(host, "working", false));
        return answer(new HostIdResponse(id));
    }

    @Override
    public synchronized Uni<HostIdResponse> updateHost(String id, HostRequest host) {
        note("PUT hosts/" + id);
        Host known = known(id);
        hosts.put(id, new Host(host, known.status(), known.retired()));
        return answer(new HostIdResponse(id));
    }

    @Override
    public synchronized Uni<HostResponse> host(String id) {
        note("GET hosts/" + id);
        return answer(new HostResponse(entry(id, known(id))));
    }

    @Override
    public synchronized Uni<HostsResponse> hosts(String customIdentifier, List<String> statuses) {
        note("GET hosts?customIdentifier=" + customIdentifier);
        return answer(new HostsResponse(hosts.entrySet().stream()
                .filter(host ->
                        customIdentifier.equals(host.getValue().request().customIdentifier()))
                .filter(host -> !host.getValue().retired()
                        && statuses.contains(host.getValue().status()))
                .map(host -> entry(host.getKey(), host.getValue()))
                .toList()));
    }

    @Override
    public synchronized Uni<SuccessResponse> setStatus(String id, StatusRequest status) {
        note("POST hosts/" + id + "/status " + status.status());
        hosts.put(id, new Host(known(id).request(), status.status(), known(id).retired()));
        return answer(new SuccessResponse(true));
    }

    @Override
    public synchronized Uni<SuccessResponse> retire(String id, RetireRequest nothing) {
        note("POST hosts/" + id + "/retire");
        hosts.put(id, new Host(known(id).request(), known(id).status(), true));
        return answer(new SuccessResponse(true));
    }

    @Override
    public synchronized Uni<SuccessResponse> postMetrics(List<MetricValueRequest> posted) {
        note("POST tsdb");
        posted.forEach(value -> known(value.hostId()));
        values.addAll(posted);
        return answer(new SuccessResponse(true));
    }

    @Override
    public synchronized Uni<SuccessResponse> postReports(ReportsRequest posted) {
        note("POST monitoring/checks/report");
        posted.reports().forEach(report -> known(report.source().hostId()));
        reports.addAll(posted.reports());
        return answer(new SuccessResponse(true));
    }

    @Override
    public synchronized Uni<SuccessResponse> createGraphDefinitions(List<GraphDefinitionRequest> definitions) {
        note("POST graph-defs/create "
                + definitions.stream().map(GraphDefinitionRequest::name).toList());
        return answer(new SuccessResponse(true));
    }

    @Override
    public void close() {}

    private static <T> Uni<T> answer(T body) {
        return Uni.createFrom().item(body);
    }

    private void note(String call) {
        calls.add(call);
        Failure failure = failures.stream()
                .filter(each -> call.contains(each.part()))
                .findFirst()
                .orElse(null);
        if (failure != null) {
            failures.remove(failure);
            throw new ApiException(failure.status(), "on request", null);
        }
    }

    private Host known(String id) {
        Host host = hosts.get(id);
        if (host == null) {
            throw new ApiException(404, "host not found", null);
        }
        return host;
    }

    private static HostEntry entry(String id, Host host) {
        return new HostEntry(id, host.request().customIdentifier(), host.status(), host.retired());
    }
}
