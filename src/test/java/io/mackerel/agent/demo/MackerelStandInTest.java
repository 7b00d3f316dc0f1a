package io.mackerel.agent.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MackerelStandInTest {
    private static final String KEY = "a-key-for-tests";
    private static final String HOSTS = "/api/v0/hosts";
    private static final String TSDB = "/api/v0/tsdb";

    private final MovedClock clock = new MovedClock();
    private final Vertx vertx = Vertx.vertx();
    private final MackerelStandIn standIn = new MackerelStandIn(vertx, KEY, clock, new SplittableRandom(1));
    private final LoopbackClient client = new LoopbackClient(standIn.base(), KEY);

    @AfterEach
    void stop() {
        standIn.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void withoutAKeyARequestIsUnauthorized() {
        // Given
        LoopbackClient stranger = new LoopbackClient(standIn.base(), "");

        // When
        LoopbackClient.Answer answer = stranger.get(HOSTS);

        // Then
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.error()).contains("X-Api-Key");
    }

    @Test
    void withAWrongKeyARequestIsForbiddenAndChangesNothing() {
        // Given
        LoopbackClient stranger = new LoopbackClient(standIn.base(), "wrong");

        // When
        LoopbackClient.Answer answer = stranger.post(HOSTS, host("a"));

        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.error()).contains("Authentication failed");
        assertThat(standIn.hosts()).isEmpty();
    }

    @Test
    void aRegisteredHostCanBeReadWithAllThatItWasRegisteredWith() {
        // Given
        JsonObject spec = host("task-1")
                .put("displayName", "the task")
                .put("memo", "a memo")
                .put("customIdentifier", "task-1.ecs")
                .put("meta", new JsonObject().put("agent-name", "mackerel-container-agent/1"))
                .put("interfaces", new JsonArray("[{\"name\":\"eth1\",\"macAddress\":\"0a:00:00:00:00:01\"}]"))
                .put("roleFullnames", new JsonArray("[\"shop:web\",\"shop: db\",\"ops:all\"]"))
                .put("checks", new JsonArray("[{\"name\":\"ping\",\"memo\":\"\"}]"));

        // When
        LoopbackClient.Answer answer = client.post(HOSTS, spec);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        String id = answer.json().getString("id");
        assertThat(id).matches("[1-9A-Za-z]{11}");
        JsonObject host = client.get(HOSTS + "/" + id).json().getJsonObject("host");
        assertThat(host.getString("id")).isEqualTo(id);
        assertThat(host.getString("status")).isEqualTo("working");
        assertThat(host.getBoolean("isRetired")).isFalse();
        assertThat(host.getLong("createdAt")).isEqualTo(MovedClock.START.getEpochSecond());
        assertThat(host.getJsonObject("roles"))
                .isEqualTo(new JsonObject("{\"shop\":[\"web\",\"db\"],\"ops\":[\"all\"]}"));
        for (String key : List.of("name", "displayName", "memo", "customIdentifier", "meta", "interfaces", "checks")) {
            assertThat(host.getValue(key)).as(key).isEqualTo(spec.getValue(key));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "no JSON;                                                     not a JSON object",
                "[];                                                          not a JSON object",
                "{\"meta\":{}};                                               name must be",
                "{\"name\":\"\",\"meta\":{}};                                 name must be",
                "{\"name\":7,\"meta\":{}};                                    name must be",
                "{\"name\":\"a\"};                                            meta must be",
                "{\"name\":\"a\",\"meta\":[]};                                meta must be",
                "{\"name\":\"a\",\"meta\":{},\"memo\":1};                     memo must be",
                "{\"name\":\"a\",\"meta\":{},\"roleFullnames\":\"s:r\"};      roleFullnames must be",
                "{\"name\":\"a\",\"meta\":{},\"roleFullnames\":[\"no role\"]};roleFullnames must hold",
                "{\"name\":\"a\",\"meta\":{},\"checks\":[{\"name\":\"a b\"}]};checks[0].name must match",
                "{\"name\":\"a\",\"meta\":{},\"interfaces\":[1]};             interfaces[0] must be",
                "{\"name\":\"a\",\"meta\":{},\"interfaces\":[{}]};            interfaces[0].name must be"
            })
    void aHostThatIsNotAsItMustBeIsRefused(String body, String complaint) {
        // Given
        String path = HOSTS;

        // When
        LoopbackClient.Answer answer = client.post(path, body);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains(complaint);
        assertThat(standIn.hosts()).isEmpty();
    }

    @Test
    void twoLiveHostsCannotHaveTheSameCustomIdentifier() {
        // Given
        client.post(HOSTS, host("a").put("customIdentifier", "x.ecs"));

        // When
        LoopbackClient.Answer answer = client.post(HOSTS, host("b").put("customIdentifier", "x.ecs"));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains("x.ecs");
    }

    @Test
    void anUpdateErasesWhatItDoesNotNameButKeepsRolesAndStatus() {
        // Given
        String id = register(host("a")
                .put("customIdentifier", "x.ecs")
                .put("checks", new JsonArray("[{\"name\":\"ping\"}]"))
                .put("roleFullnames", new JsonArray("[\"shop:web\"]")));
        client.post(HOSTS + "/" + id + "/status", new JsonObject().put("status", "standby"));

        // When
        LoopbackClient.Answer answer =
                client.put(HOSTS + "/" + id, host("b").put("roleFullnames", new JsonArray("[\"shop:db\"]")));

        // Then
        assertThat(answer.json()).isEqualTo(new JsonObject().put("id", id));
        JsonObject host = standIn.hosts().getFirst();
        assertThat(host.getString("name")).isEqualTo("b");
        assertThat(host.containsKey("customIdentifier")).isFalse();
        assertThat(host.getJsonArray("checks")).isEmpty();
        assertThat(host.getJsonObject("roles")).isEqualTo(new JsonObject("{\"shop\":[\"web\",\"db\"]}"));
        assertThat(host.getString("status")).isEqualTo("standby");
    }

    @Test
    void aHostMayKeepItsOwnCustomIdentifier() {
        // Given
        String id = register(host("a").put("customIdentifier", "x.ecs"));

        // When
        LoopbackClient.Answer answer = client.put(HOSTS + "/" + id, host("a").put("customIdentifier", "x.ecs"));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(standIn.hosts().getFirst().getString("customIdentifier")).isEqualTo("x.ecs");
    }

    @Test
    void hostsAreFoundByCustomIdentifierAndStatus() {
        // Given
        String poweredOff = register(host("a").put("customIdentifier", "x.ecs"));
        register(host("b").put("customIdentifier", "y.ecs"));
        client.post(HOSTS + "/" + poweredOff + "/status", new JsonObject().put("status", "poweroff"));

        // When
        LoopbackClient.Answer found = client.get(HOSTS + "?customIdentifier=x.ecs&status=working&status=poweroff");

        // Then
        assertThat(ids(found)).containsExactly(poweredOff);
        assertThat(ids(client.get(HOSTS + "?customIdentifier=x.ecs"))).isEmpty();
        assertThat(ids(client.get(HOSTS + "?customIdentifier=none&status=working")))
                .isEmpty();
    }

    @Test
    void anUnknownStatusIsRefused() {
        // Given
        String id = register(host("a"));

        // When
        LoopbackClient.Answer answer =
                client.post(HOSTS + "/" + id + "/status", new JsonObject().put("status", "asleep"));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(standIn.hosts().getFirst().getString("status")).isEqualTo("working");
    }

    @Test
    void aRetiredHostCanOnlyBeLookedAt() {
        // Given
        String id = register(host("a").put("customIdentifier", "x.ecs"));

        // When
        LoopbackClient.Answer answer = client.post(HOSTS + "/" + id + "/retire", "{}");

        // Then
        assertThat(answer.json()).isEqualTo(new JsonObject().put("success", true));
        JsonObject seen = client.get(HOSTS + "/" + id).json().getJsonObject("host");
        assertThat(seen.getBoolean("isRetired")).isTrue();
        assertThat(seen.getLong("retiredAt")).isEqualTo(MovedClock.START.getEpochSecond());
        assertThat(ids(client.get(HOSTS + "?customIdentifier=x.ecs"))).isEmpty();
        assertThat(client.put(HOSTS + "/" + id, host("a")).status()).isEqualTo(404);
        assertThat(client.post(HOSTS + "/" + id + "/retire", "{}").status()).isEqualTo(404);
        assertThat(client.post(TSDB, values(value(id, "a.b", now(), 1))).status())
                .isEqualTo(404);
        assertThat(client.post(HOSTS, host("b").put("customIdentifier", "x.ecs"))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v0/hosts/none", "/api/v0/services", "/", "/api/v1/hosts", "/api/v0/hosts/a/b/c"})
    void whatDoesNotExistIsNotFound(String path) {
        // Given
        register(host("a"));

        // When
        LoopbackClient.Answer answer = client.get(path);

        // Then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error()).isNotEmpty();
    }

    @Test
    void valuesAreKeptInTheOrderOfTheirArrival() {
        // Given
        String id = register(host("a"));

        // When
        LoopbackClient.Answer answer = client.post(
                TSDB, values(value(id, "container.cpu.web.usage", now(), 43.5), value(id, "a", now() - 60, 7)));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(standIn.values())
                .containsExactly(
                        new ReceivedValue(id, "container.cpu.web.usage", now(), 43.5),
                        new ReceivedValue(id, "a", now() - 60, 7));
        assertThat(standIn.lastPost()).isEqualTo(MovedClock.START);
    }

    @Test
    void aSecondValueForTheSameTimeOverwritesTheFirst() {
        // Given
        String id = register(host("a"));
        client.post(TSDB, values(value(id, "a", now(), 1), value(id, "b", now(), 2)));

        // When
        client.post(TSDB, values(value(id, "a", now(), 3)));

        // Then
        assertThat(standIn.values())
                .containsExactly(new ReceivedValue(id, "b", now(), 2), new ReceivedValue(id, "a", now(), 3));
        assertThat(standIn.valueCount()).isEqualTo(3);
    }

    @Test
    void aValueOlderThanADayIsTakenAndDropped() {
        // Given
        String id = register(host("a"));
        long day = Duration.ofDays(1).toSeconds();

        // When
        LoopbackClient.Answer answer =
                client.post(TSDB, values(value(id, "a", now() - day - 1, 1), value(id, "a", now() - day, 2)));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(standIn.values()).map(ReceivedValue::value).containsExactly(2.0);
    }

    @Test
    void ofEachMetricOnlyTheLastHundredValuesAreKept() {
        // Given
        String id = register(host("a"));
        client.post(TSDB, values(value(id, "other", now(), 0)));

        // When
        client.post(
                TSDB,
                values(IntStream.range(0, 150)
                        .mapToObj(i -> value(id, "a", now() - 200 + i, i))
                        .toArray(JsonObject[]::new)));

        // Then
        assertThat(standIn.values())
                .map(ReceivedValue::name)
                .filteredOn("a"::equals)
                .hasSize(100);
        assertThat(standIn.values())
                .map(ReceivedValue::value)
                .startsWith(0.0, 50.0)
                .endsWith(149.0);
        assertThat(standIn.valueCount()).isEqualTo(151);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{};                                                          not a JSON array",
                "[{\"hostId\":\"ID\",\"name\":\"a\",\"time\":1,\"value\":NaN}];     not a JSON array",
                "[{\"hostId\":\"ID\",\"name\":\"a\",\"time\":1,\"value\":\"NaN\"}]; value must be a finite",
                "[{\"hostId\":\"ID\",\"name\":\"a\",\"time\":1,\"value\":1e999}];   value must be a finite",
                "[{\"hostId\":\"ID\",\"name\":\"a\",\"time\":1,\"value\":null}];    value must be a finite",
                "[{\"hostId\":\"ID\",\"name\":\"a\",\"time\":1}];                   value must be a finite",
                "[{\"hostId\":\"ID\",\"name\":\"a\",\"time\":\"1\",\"value\":1}];   time must be",
                "[{\"hostId\":\"ID\",\"name\":\"a\",\"time\":1.5,\"value\":1}];     time must be",
                "[{\"hostId\":\"ID\",\"name\":\"a b\",\"time\":1,\"value\":1}];     name must match",
                "[{\"hostId\":\"ID\",\"name\":\"a..b\",\"time\":1,\"value\":1}];    name must match",
                "[{\"hostId\":\"ID\",\"time\":1,\"value\":1}];                      name must be",
                "[{\"name\":\"a\",\"time\":1,\"value\":1}];                         hostId must be",
                "[1];                                                              [0] must be an object"
            })
    void oneBadValueRefusesTheWholeRequest(String body, String complaint) {
        // Given
        String id = register(host("a"));
        String good = value(id, "good", now(), 1).encode();

        // When
        LoopbackClient.Answer answer = client.post(TSDB, body.replace("ID", id).replace("[{", "[" + good + ",{"));

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).contains(complaint);
        assertThat(standIn.values()).isEmpty();
    }

    @Test
    void valuesOfAnUnknownHostAreNotFound() {
        // Given
        String id = register(host("a"));

        // When
        LoopbackClient.Answer answer =
                client.post(TSDB, values(value(id, "a", now(), 1), value("unknown", "a", now(), 1)));

        // Then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error()).contains("unknown");
        assertThat(standIn.values()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "[{'name':'custom.a.#','unit':'bytes','metrics':[{'name':'custom.a.#.b','isStacked':true}]}] | 200",
                "[{'name':'custom.a','unit':'float','metrics':[],'displayName':'A'}] | 200",
                "[{'name':'a','unit':'float','metrics':[]}] | 400",
                "[{'name':'custom.a','unit':'kilobytes','metrics':[]}] | 400",
                "[{'name':'custom.a','unit':'float'}] | 400",
                "[{'name':'custom.a','unit':'float','metrics':[{'name':'custom.a b'}]}] | 400",
            })
    void graphDefinitionsAreChecked(String body, int expected) {
        // Given: the body

        // When
        LoopbackClient.Answer answer = client.post("/api/v0/graph-defs/create", body.replace('\'', '"'));

        // Then
        assertThat(answer.status()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'source':{'type':'host','hostId':'ID'},'name':'a','status':'OK','message':'','occurredAt':1 | 200",
                "'source':{'type':'host','hostId':'no'},'name':'a','status':'OK','message':'','occurredAt':1 | 404",
                "'source':{'type':'task','hostId':'ID'},'name':'a','status':'OK','message':'','occurredAt':1 | 400",
                "'source':{'type':'host','hostId':'ID'},'name':'a b','status':'OK','message':'','occurredAt':1 | 400",
                "'source':{'type':'host','hostId':'ID'},'name':'a','status':'FINE','message':'','occurredAt':1 | 400",
                "'source':{'type':'host','hostId':'ID'},'name':'a','status':'OK','occurredAt':1 | 400",
                "'source':{'type':'host','hostId':'ID'},'name':'a','status':'OK','message':'LONG','occurredAt':1 | 400",
                "'source':{'type':'host','hostId':'ID'},'name':'a','status':'OK','message':'' | 400",
                "'source':{'type':'host','hostId':'ID'},'name':'a','status':'OK','message':'','occurredAt':1,"
                        + "'maxCheckAttempts':11 | 400",
            })
    void reportsAreChecked(String report, int expected) {
        // Given
        String id = register(host("a"));
        String body = "{'reports':[{" + report + "}]}";

        // When
        LoopbackClient.Answer answer = client.post(
                "/api/v0/monitoring/checks/report",
                body.replace('\'', '"').replace("ID", id).replace("LONG", "x".repeat(1_025)));

        // Then
        assertThat(answer.status()).isEqualTo(expected);
    }

    @Test
    void moreThanAHundredReportsAreRefused() {
        // Given
        String report = "{\"source\":{\"type\":\"host\",\"hostId\":\"" + register(host("a"))
                + "\"},\"name\":\"a\",\"status\":\"OK\",\"message\":\"\",\"occurredAt\":1}";

        // When
        LoopbackClient.Answer answer = client.post(
                "/api/v0/monitoring/checks/report",
                "{\"reports\":[" + String.join(",", java.util.Collections.nCopies(101, report)) + "]}");

        // Then
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void listenersHearOfAcceptedValuesAndNothingElse() throws InterruptedException {
        // Given
        BlockingQueue<List<ReceivedValue>> heard = new LinkedBlockingQueue<>();
        standIn.listen(heard::add);
        String id = register(host("a"));

        // When
        client.post(TSDB, values(value("unknown", "a", now(), 1)));
        client.post(TSDB, values(value(id, "a", now(), 2)));
        client.post(HOSTS + "/" + id + "/retire", "{}");
        client.post(TSDB, values(value(id, "a", now(), 3)));

        // Then
        assertThat(heard.poll(30, TimeUnit.SECONDS)).containsExactly(new ReceivedValue(id, "a", now(), 2));
        assertThat(heard).isEmpty();
    }

    @Test
    void whatIsPutBeforeItGetsEachRequestFirst() {
        // Given
        try (MackerelStandIn closed = new MackerelStandIn(
                vertx,
                KEY,
                clock,
                new SplittableRandom(1),
                inner -> request -> request.response().setStatusCode(418).end("{}"))) {
            // When
            LoopbackClient.Answer answer = new LoopbackClient(closed.base(), KEY).post(HOSTS, host("a"));

            // Then
            assertThat(answer.status()).isEqualTo(418);
            assertThat(closed.hosts()).isEmpty();
        }
    }

    @Test
    void whatItHandsOutCannotChangeIt() {
        // Given
        register(host("a"));

        // When
        standIn.hosts().getFirst().put("name", "changed").getJsonObject("roles").put("x", "y");

        // Then
        assertThat(standIn.hosts().getFirst().getString("name")).isEqualTo("a");
        assertThat(standIn.hosts().getFirst().getJsonObject("roles")).isEmpty();
    }

    @Test
    void aMethodThatTheAgentNeverUsesIsNotFound() {
        // Given
        HttpRequest.Builder delete = HttpRequest.newBuilder(standIn.base().resolve(HOSTS))
                .header("X-Api-Key", KEY)
                .DELETE();

        // When
        LoopbackClient.Answer answer = client.send(delete);

        // Then
        assertThat(answer.status()).isEqualTo(404);
    }

    private String register(JsonObject spec) {
        return client.post(HOSTS, spec).json().getString("id");
    }

    private static long now() {
        return MovedClock.START.getEpochSecond();
    }

    private static JsonObject host(String name) {
        return new JsonObject().put("name", name).put("meta", new JsonObject());
    }

    private static JsonArray values(JsonObject... values) {
        return new JsonArray(List.of(values));
    }

    private static JsonObject value(String hostId, String name, long time, double value) {
        return new JsonObject()
                .put("hostId", hostId)
                .put("name", name)
                .put("time", time)
                .put("value", value);
    }

    private static List<String> ids(LoopbackClient.Answer found) {
        return found.json().getJsonArray("hosts").stream()
                .map(host -> ((JsonObject) host).getString("id"))
                .toList();
    }
}
