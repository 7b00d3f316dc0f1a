package io.mackerel.agent.mackerel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import io.mackerel.agent.check.CheckReport;
import io.mackerel.agent.check.CheckStatus;
import io.mackerel.agent.config.ApiKey;
import io.mackerel.agent.config.ApiKeySource;
import io.mackerel.agent.config.Proxy;
import io.mackerel.agent.host.Cloud;
import io.mackerel.agent.host.Cpu;
import io.mackerel.agent.host.CustomIdentifier;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.host.HostSpec;
import io.mackerel.agent.host.HostStatus;
import io.mackerel.agent.host.MonitoredCheck;
import io.mackerel.agent.host.NetworkInterfaceAddresses;
import io.mackerel.agent.host.RoleFullname;
import io.mackerel.agent.mackerel.ApiOutcome.Answered;
import io.mackerel.agent.mackerel.ApiOutcome.Invalid;
import io.mackerel.agent.mackerel.ApiOutcome.NotFound;
import io.mackerel.agent.mackerel.ApiOutcome.Refused;
import io.mackerel.agent.mackerel.ApiOutcome.Unavailable;
import io.mackerel.agent.metric.GraphDefinition;
import io.mackerel.agent.metric.MetricName;
import io.mackerel.agent.metric.MetricValue;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class MackerelClientTest {
    private static final HostId HOST = new HostId("2eQGDXqtoXs");
    private static final List<MetricValue> VALUES =
            List.of(new MetricValue(new MetricName("container.cpu.app.usage"), 1_800_000_000, 12.5));
    private static final AgentVersion AGENT = new AgentVersion("1.2.3", "abc1234");

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private MackerelClient client;

    @BeforeEach
    void start() {
        server.start();
        client = connecting(null);
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop();
    }

    @Test
    void everyRequestCarriesTheKeyAndTheAgentsName() {
        // Given
        answer(okJson("{\"success\":true}"));

        // When
        client.post(HOST, VALUES);

        // Then
        server.verify(postRequestedFor(urlEqualTo("/api/v0/tsdb"))
                .withHeader("X-Api-Key", equalTo("the-key"))
                .withHeader("User-Agent", equalTo("mackerel-container-agent/1.2.3 (Revision abc1234)"))
                .withHeader("Content-Type", equalTo("application/json"))
                .withHeader("Upgrade", absent()));
    }

    @Test
    void metricValuesArePostedInMackerelsForm() {
        // Given
        answer(okJson("{\"success\":true}"));

        // When
        ApiOutcome<Boolean> outcome = client.post(HOST, VALUES);

        // Then
        assertThat(outcome).isEqualTo(new Answered<>(true));
        server.verify(postRequestedFor(urlEqualTo("/api/v0/tsdb")).withRequestBody(equalToJson("""
                [{"hostId":"2eQGDXqtoXs","name":"container.cpu.app.usage","time":1800000000,"value":12.5}]""")));
    }

    @Test
    void reportsArePostedInMackerelsForm() {
        // Given
        answer(okJson("{\"success\":true}"));
        List<CheckReport> reports = List.of(
                new CheckReport("ping", CheckStatus.CRITICAL, "no answer", 1_800_000_000, 60, 3),
                new CheckReport("bare", CheckStatus.OK, "", 1_800_000_001, null, null));

        // When
        ApiOutcome<Boolean> outcome = client.report(HOST, reports);

        // Then
        assertThat(outcome).isEqualTo(new Answered<>(true));
        server.verify(
                postRequestedFor(urlEqualTo("/api/v0/monitoring/checks/report")).withRequestBody(equalToJson("""
                {"reports":[
                  {"source":{"type":"host","hostId":"2eQGDXqtoXs"},"name":"ping","status":"CRITICAL",
                   "message":"no answer","occurredAt":1800000000,"notificationInterval":60,"maxCheckAttempts":3},
                  {"source":{"type":"host","hostId":"2eQGDXqtoXs"},"name":"bare","status":"OK","message":"",
                   "occurredAt":1800000001}]}""")));
    }

    @Test
    void graphDefinitionsArePostedInMackerelsForm() {
        // Given
        answer(okJson("{\"success\":true}"));
        GraphDefinition definition = new GraphDefinition(
                "custom.app.#",
                "App",
                "bytes",
                List.of(
                        new GraphDefinition.Metric("custom.app.#.free", "Free", true),
                        new GraphDefinition.Metric("custom.app.#.used", null, false)));

        // When
        ApiOutcome<Boolean> outcome = client.createGraphDefinitions(List.of(definition));

        // Then
        assertThat(outcome).isEqualTo(new Answered<>(true));
        server.verify(postRequestedFor(urlEqualTo("/api/v0/graph-defs/create")).withRequestBody(equalToJson("""
                [{"name":"custom.app.#","displayName":"App","unit":"bytes","metrics":[
                  {"name":"custom.app.#.free","displayName":"Free","isStacked":true},
                  {"name":"custom.app.#.used","isStacked":false}]}]""")));
    }

    @Test
    void afterAReconnectionRequestsGoToTheOtherPlace() {
        // Given
        answer(okJson("{\"success\":true}"));

        // When
        client.reconnect(URI.create(server.baseUrl() + "/other/"), null);

        // Then
        assertThat(client.post(HOST, VALUES)).isEqualTo(new Answered<>(true));
        server.verify(postRequestedFor(urlEqualTo("/other/api/v0/tsdb")));
    }

    @Test
    void aRefusedKeyIsReadAnewAndTheNewOneTriedAtOnce(@TempDir Path directory) throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("key"), "old-key");
        ApiKeys keys = new ApiKeys(ApiKeySource.KeyFile.read(file.toString()), key -> {});
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(403)));
        server.stubFor(
                any(anyUrl()).withHeader("X-Api-Key", equalTo("new-key")).willReturn(okJson("{\"success\":true}")));
        ApiOutcome<Boolean> outcome;

        // When
        try (MackerelClient rotating = MackerelClient.connecting(
                URI.create(server.baseUrl() + "/"), null, keys, AGENT, InstantSource.system())) {
            rotating.post(HOST, VALUES);
            Files.writeString(file, "new-key");
            outcome = rotating.post(HOST, VALUES);
        }

        // Then
        assertThat(outcome).isEqualTo(new Answered<>(true));
        server.verify(1, postRequestedFor(urlEqualTo("/api/v0/tsdb")).withHeader("X-Api-Key", equalTo("old-key")));
    }

    @Test
    void aHostIsCreatedWithEverythingThatIsKnown() {
        // Given
        answer(okJson("{\"id\":\"2eQGDXqtoXs\"}"));

        // When
        ApiOutcome<HostId> outcome = client.createHost(wholeSpec());

        // Then
        assertThat(outcome).isEqualTo(new Answered<>(HOST));
        server.verify(postRequestedFor(urlEqualTo("/api/v0/hosts")).withRequestBody(equalToJson(WHOLE)));
    }

    @Test
    void anUpdateCarriesEverythingThatTheCreationDid() {
        // Given
        answer(okJson("{\"id\":\"2eQGDXqtoXs\"}"));

        // When
        ApiOutcome<HostId> outcome = client.updateHost(HOST, wholeSpec());

        // Then
        assertThat(outcome).isEqualTo(new Answered<>(HOST));
        server.verify(putRequestedFor(urlEqualTo("/api/v0/hosts/2eQGDXqtoXs")).withRequestBody(equalToJson(WHOLE)));
    }

    @Test
    void whatIsUnknownIsLeftOut() {
        // Given
        answer(okJson("{\"id\":\"2eQGDXqtoXs\"}"));
        HostSpec bare = new HostSpec("name", null, null, null, List.of(), List.of(), List.of(), null, List.of());

        // When
        client.createHost(bare);

        // Then
        server.verify(postRequestedFor(urlEqualTo("/api/v0/hosts")).withRequestBody(equalToJson("""
                {"name":"name",
                 "meta":{"agent-name":"mackerel-container-agent/1.2.3 (Revision abc1234)",
                         "agent-version":"1.2.3-container","agent-revision":"abc1234","cpu":[]},
                 "interfaces":[],"checks":[]}""")));
    }

    @Test
    void aHostIsSearchedForInEveryStatus() {
        // Given
        answer(okJson("{\"hosts\":[{\"id\":\"2eQGDXqtoXs\",\"customIdentifier\":\"a b/c.ecs\",\"isRetired\":false}]}"));

        // When
        ApiOutcome<Optional<HostId>> outcome = client.findHost(new CustomIdentifier("a b/c.ecs"));

        // Then
        assertThat(outcome).isEqualTo(new Answered<>(Optional.of(HOST)));
        server.verify(getRequestedFor(urlEqualTo("/api/v0/hosts?customIdentifier=a+b%2Fc.ecs"
                + "&status=working&status=standby&status=maintenance&status=poweroff")));
    }

    @Test
    void aHostWithAnotherIdentifierOrARetiredOneIsNotFound() {
        // Given
        answer(okJson("{\"hosts\":[{\"id\":\"h1\",\"customIdentifier\":\"other\"},null,"
                + "{\"id\":\"h2\",\"customIdentifier\":\"ours\",\"isRetired\":true}]}"));

        // When
        ApiOutcome<Optional<HostId>> outcome = client.findHost(new CustomIdentifier("ours"));

        // Then
        assertThat(outcome).isEqualTo(new Answered<>(Optional.empty()));
    }

    @Test
    void statusAndRetirementAreSent() {
        // Given
        answer(okJson("{\"success\":true}"));

        // When
        client.setStatus(HOST, HostStatus.STANDBY);
        client.retire(HOST);

        // Then
        server.verify(postRequestedFor(urlEqualTo("/api/v0/hosts/2eQGDXqtoXs/status"))
                .withRequestBody(equalToJson("{\"status\":\"standby\"}")));
        server.verify(
                postRequestedFor(urlEqualTo("/api/v0/hosts/2eQGDXqtoXs/retire")).withRequestBody(equalToJson("{}")));
    }

    @ParameterizedTest
    @CsvSource({
        "400, Invalid",
        "401, Refused",
        "403, Refused",
        "404, NotFound",
        "408, Unavailable",
        "409, Invalid",
        "413, Invalid",
        "429, Unavailable",
        "500, Unavailable",
        "502, Unavailable",
        "503, Unavailable",
        "301, Unavailable",
        "307, Unavailable"
    })
    void theStatusDecidesTheOutcome(int status, String outcomeName) {
        // Given
        answer(aResponse()
                .withStatus(status)
                .withHeader("Location", server.baseUrl() + "/elsewhere")
                .withHeader("Content-Type", "application/json")
                .withBody("{\"error\":{\"message\":\"because of\\nthe-key\"}}"));

        // When
        ApiOutcome<Boolean> outcome = client.post(HOST, VALUES);

        // Then
        assertThat(outcome.getClass().getSimpleName()).isEqualTo(outcomeName);
        assertThat(outcome.toString()).contains("POST tsdb answered " + status + " (because of ****)");
        server.verify(1, anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"error\":\"plain text\"}", "<html>Bad Gateway</html>", "{\"error\":", "[]", "null"})
    void whateverABodyOfAnErrorHoldsTheStatusCounts(String body) {
        // Given
        answer(aResponse().withStatus(400).withBody(body));

        // When
        ApiOutcome<Boolean> outcome = client.post(HOST, VALUES);

        // Then
        assertThat(outcome).isInstanceOf(Invalid.class);
        assertThat(outcome.toString()).contains("answered 400");
    }

    @ParameterizedTest
    @CsvSource({"120, 120", "0, 0", "'Fri, 15 Jan 2027 08:01:30 GMT', 90"})
    void retryAfterIsRead(String header, long seconds) {
        // Given
        answer(aResponse().withStatus(503).withHeader("Retry-After", header));

        // When
        ApiOutcome<Boolean> outcome = client.post(HOST, VALUES);

        // Then
        assertThat(outcome).isEqualTo(new Unavailable<Boolean>("POST tsdb answered 503", Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "99999999999", "Fri, 15 Jan 2021 08:01:30 GMT"})
    void aRetryAfterThatMakesNoSenseIsIgnored(String header) {
        // Given
        answer(aResponse().withStatus(503).withHeader("Retry-After", header));

        // When
        ApiOutcome<Boolean> outcome = client.post(HOST, VALUES);

        // Then
        assertThat(outcome).isEqualTo(new Unavailable<Boolean>("POST tsdb answered 503", null));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aBrokenConnectionIsUnavailability(Fault fault) {
        // Given
        answer(aResponse().withFault(fault));

        // When
        ApiOutcome<Boolean> outcome = client.post(HOST, VALUES);

        // Then
        assertThat(outcome).isInstanceOf(Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"success\":tr", "{\"success\":false}", "[1]", "\"ok\""})
    void aSuccessThatIsNotMackerelsIsNotBelieved(String body) {
        // Given
        answer(okJson(body));

        // When
        ApiOutcome<Boolean> outcome = client.post(HOST, VALUES);

        // Then
        assertThat(outcome).isInstanceOf(Unavailable.class);
    }

    @Test
    void aLoginPageOfSomeGatewayIsNotBelieved() {
        // Given
        answer(aResponse().withHeader("Content-Type", "text/html").withBody("<html>Please log in</html>"));

        // When
        ApiOutcome<Boolean> outcome = client.post(HOST, VALUES);

        // Then
        assertThat(outcome).isInstanceOf(Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":null}", "{\"id\":\"../etc\"}", "{\"id\":\"\"}"})
    void anIdThatIsNoneIsNotBelieved(String body) {
        // Given
        answer(okJson(body));

        // When
        ApiOutcome<HostId> outcome = client.createHost(wholeSpec());

        // Then
        assertThat(outcome).isInstanceOf(Unavailable.class);
    }

    @Test
    void aServiceThatIsNotThereIsUnavailable() {
        // Given
        server.stop();

        // When
        ApiOutcome<Boolean> outcome = client.post(HOST, VALUES);

        // Then
        assertThat(outcome).isInstanceOf(Unavailable.class);
        assertThat(outcome.toString()).contains("Connection refused").doesNotContain("the-key");
    }

    @Test
    void requestsGoThroughTheProxy() {
        // Given
        answer(okJson("{\"success\":true}"));
        URI unreachable = URI.create("http://mackerel.invalid/");

        // When
        ApiOutcome<Boolean> outcome;
        try (MackerelClient proxied = MackerelClient.connecting(
                unreachable,
                new Proxy("127.0.0.1", server.port(), null, null),
                new ApiKeys(new ApiKeySource.Literal(new ApiKey("the-key")), key -> {}),
                AGENT,
                InstantSource.system())) {
            outcome = proxied.post(HOST, VALUES);
        }

        // Then
        assertThat(outcome).isEqualTo(new Answered<>(true));
        server.verify(postRequestedFor(urlEqualTo("/api/v0/tsdb")).withHeader("Host", equalTo("mackerel.invalid")));
    }

    @Test
    void notFoundNamesWhatWasAsked() {
        // Given
        answer(aResponse().withStatus(404));

        // When
        ApiOutcome<MackerelApi.HostEntry> outcome = client.host(HOST);

        // Then
        assertThat(outcome).isEqualTo(new NotFound<>("GET hosts/2eQGDXqtoXs answered 404"));
    }

    @Test
    void aBasePathIsKept() {
        // Given
        answer(okJson("{\"success\":true}"));
        client.close();
        client = connecting("gateway/");

        // When
        client.post(HOST, VALUES);

        // Then
        server.verify(postRequestedFor(urlEqualTo("/gateway/api/v0/tsdb")));
    }

    @Test
    void aRefusalIsToldFromAnInvalidRequest() {
        // Given
        answer(aResponse().withStatus(403));

        // When
        ApiOutcome<HostId> outcome = client.createHost(wholeSpec());

        // Then
        assertThat(outcome).isEqualTo(new Refused<>("POST hosts answered 403"));
    }

    private static final String WHOLE = """
            {"name":"task1","displayName":"Task one","memo":"a memo","customIdentifier":"task1.ecs",
             "meta":{"agent-name":"mackerel-container-agent/1.2.3 (Revision abc1234)",
                     "agent-version":"1.2.3-container","agent-revision":"abc1234",
                     "cpu":[{"vendor_id":"AuthenticAMD","model":"17","model_name":"AMD EPYC","family":"25",
                             "stepping":"1","physical_id":"0","core_id":"1","cores":"2","cache_size":"1024 KB",
                             "mhz":"2596.128"},{}],
                     "cloud":{"provider":"fargate","metadata":{"cluster":"c","limits":{"cpu":0.25}}}},
             "interfaces":[{"name":"eth0","macAddress":"02:42:81:b3:0f:a6","ipv4Addresses":["10.0.0.2","10.0.0.3"],
                            "ipv6Addresses":["fe80::1"],"ipAddress":"10.0.0.2"},
                           {"name":"eth1","macAddress":"02:42:81:b3:0f:a7","ipv4Addresses":[],
                            "ipv6Addresses":["fe80::2"],"ipAddress":"fe80::2"}],
             "roleFullnames":["shop:web","shop:api"],
             "checks":[{"name":"ping","memo":"is it there?"},{"name":"bare"}]}""";

    private static HostSpec wholeSpec() {
        return new HostSpec(
                "task1",
                "Task one",
                "a memo",
                new CustomIdentifier("task1.ecs"),
                List.of(RoleFullname.parse("shop:web"), RoleFullname.parse("shop:api")),
                List.of(
                        new Cpu("AuthenticAMD", "17", "AMD EPYC", "25", "1", "0", "1", "2", "1024 KB", "2596.128"),
                        new Cpu(null, null, null, null, null, null, null, null, null, null)),
                List.of(
                        new NetworkInterfaceAddresses(
                                "eth0", "02:42:81:b3:0f:a6", List.of("10.0.0.2", "10.0.0.3"), List.of("fe80::1")),
                        new NetworkInterfaceAddresses("eth1", "02:42:81:b3:0f:a7", List.of(), List.of("fe80::2"))),
                new Cloud("fargate", Map.of("cluster", "c", "limits", Map.of("cpu", 0.25))),
                List.of(new MonitoredCheck("ping", "is it there?"), new MonitoredCheck("bare", null)));
    }

    private MackerelClient connecting(String path) {
        return MackerelClient.connecting(
                URI.create(server.baseUrl() + "/" + (path == null ? "" : path)),
                null,
                new ApiKeys(new ApiKeySource.Literal(new ApiKey("the-key")), key -> {}),
                AGENT,
                InstantSource.fixed(Instant.parse("2027-01-15T08:00:00Z")));
    }

    private void answer(ResponseDefinitionBuilder response) {
        server.stubFor(any(anyUrl()).willReturn(response));
    }
}
