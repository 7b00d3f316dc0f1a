package io.mackerel.agent.mackerel;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.mackerel.agent.check.CheckReport;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.metric.GraphDefinition;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/**
 * The part of the Mackerel API (https://mackerel.io/api-docs/) that the agent uses. Answers are Unis, since cancelling one
 * ends the request and lets go of its connection.
 */
@Path("/api/v0")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RegisterRestClient
interface MackerelApi extends AutoCloseable {
    @POST
    @Path("/hosts")
    Uni<HostIdResponse> createHost(HostRequest host);

    @PUT
    @Path("/hosts/{id}")
    Uni<HostIdResponse> updateHost(@PathParam("id") String id, HostRequest host);

    @GET
    @Path("/hosts/{id}")
    Uni<HostResponse> host(@PathParam("id") String id);

    @GET
    @Path("/hosts")
    Uni<HostsResponse> hosts(
            @QueryParam("customIdentifier") String customIdentifier, @QueryParam("status") List<String> statuses);

    @POST
    @Path("/hosts/{id}/status")
    @Nullable
    Uni<@Nullable SuccessResponse> setStatus(@PathParam("id") String id, StatusRequest status);

    @POST
    @Path("/hosts/{id}/retire")
    @Nullable
    Uni<@Nullable SuccessResponse> retire(@PathParam("id") String id, RetireRequest nothing);

    @POST
    @Path("/tsdb")
    @Nullable
    Uni<@Nullable SuccessResponse> postMetrics(List<MetricValueRequest> values);

    @POST
    @Path("/monitoring/checks/report")
    @Nullable
    Uni<@Nullable SuccessResponse> postReports(ReportsRequest reports);

    @POST
    @Path("/graph-defs/create")
    @Nullable
    Uni<@Nullable SuccessResponse> createGraphDefinitions(List<GraphDefinitionRequest> definitions);

    @Override
    void close();

    record HostIdResponse(@Nullable String id) {}

    record HostResponse(@Nullable HostEntry host) {}

    record HostsResponse(@Nullable List<@Nullable HostEntry> hosts) {}

    record HostEntry(
            @Nullable String id,
            @Nullable String customIdentifier,
            @Nullable String status,
            boolean isRetired) {}

    record SuccessResponse(@Nullable Boolean success) {}

    record StatusRequest(String status) {}

    /** The empty object that the call wants. */
    record RetireRequest() {}

    record ReportsRequest(List<ReportRequest> reports) {}

    /** @param occurredAt epoch second */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReportRequest(
            ReportSource source,
            String name,
            String status,
            String message,
            long occurredAt,
            @Nullable Integer notificationInterval,
            @Nullable Integer maxCheckAttempts) {
        static ReportRequest of(HostId host, CheckReport report) {
            return new ReportRequest(
                    new ReportSource("host", host.value()),
                    report.name(),
                    report.status().name(),
                    report.message(),
                    report.occurredAt(),
                    report.notificationInterval(),
                    report.maxCheckAttempts());
        }
    }

    record ReportSource(String type, String hostId) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GraphDefinitionRequest(
            String name, @Nullable String displayName, String unit, List<GraphMetricRequest> metrics) {
        static GraphDefinitionRequest of(GraphDefinition definition) {
            return new GraphDefinitionRequest(
                    definition.name(),
                    definition.displayName(),
                    definition.unit(),
                    definition.metrics().stream().map(GraphMetricRequest::of).toList());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record GraphMetricRequest(
            String name,
            @Nullable String displayName,
            @JsonProperty("isStacked") boolean isStacked) {
        static GraphMetricRequest of(GraphDefinition.Metric metric) {
            return new GraphMetricRequest(metric.name(), metric.displayName(), metric.isStacked());
        }
    }

    /** @param time epoch second */
    record MetricValueRequest(String hostId, String name, long time, double value) {}
}
