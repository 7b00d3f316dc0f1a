package io.mackerel.agent.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of the Mackerel API that the agent uses, as strict as the service. A refused request changes nothing. */
final class MackerelApi {
    private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z0-9_-]+(\\.[a-zA-Z0-9_-]+)*");
    private static final Duration VALUES_COUNT_FOR = Duration.ofHours(24);
    private static final Set<String> FOUND_BY_DEFAULT = Set.of("working", "standby");

    private final String apiKey;
    private final InstantSource clock;
    private final RegisteredHosts hosts;
    private final ReceivedValues values;
    private final PluginRequests plugins;

    MackerelApi(String apiKey, InstantSource clock, RegisteredHosts hosts, ReceivedValues values) {
        this.apiKey = apiKey;
        this.clock = clock;
        this.hosts = hosts;
        this.values = values;
        this.plugins = new PluginRequests(hosts);
    }

    ApiAnswer answer(ApiRequest request) {
        String key = request.headers().get("X-Api-Key");
        if (key == null || key.isEmpty()) {
            return ApiAnswer.error(401, "Authentication failed. The X-Api-Key header is missing.");
        }
        if (!key.equals(apiKey)) {
            return ApiAnswer.error(403, "Authentication failed. Please try with valid Api Key.");
        }
        try {
            return accept(request);
        } catch (Refused e) {
            return e.answer();
        }
    }

    private ApiAnswer accept(ApiRequest request) {
        return switch (request.route()) {
            case "POST hosts" -> register(request);
            case "GET hosts" -> find(request);
            case "GET hosts/<id>" -> ApiAnswer.of(new JsonObject().put("host", hosts.get(request.hostId())));
            case "PUT hosts/<id>" -> update(request);
            case "POST hosts/<id>/status" -> setStatus(request);
            case "POST hosts/<id>/retire" -> retire(request);
            case "POST tsdb" -> addValues(request);
            case "POST graph-defs/create" -> {
                plugins.defineGraphs(request);
                yield ApiAnswer.accepted();
            }
            case "POST monitoring/checks/report" -> {
                plugins.report(request);
                yield ApiAnswer.accepted();
            }
            default -> throw Refused.notFound("nothing at " + request.method() + " " + request.path());
        };
    }

    private ApiAnswer register(ApiRequest request) {
        String id = hosts.register(Fields.parse(request.body()));
        return ApiAnswer.of(new JsonObject().put("id", id));
    }

    private ApiAnswer find(ApiRequest request) {
        List<String> statuses = request.parameters().getAll("status");
        @Nullable String customIdentifier = request.parameters().get("customIdentifier");
        List<JsonObject> found =
                hosts.find(customIdentifier, statuses.isEmpty() ? FOUND_BY_DEFAULT : Set.copyOf(statuses));
        return ApiAnswer.of(new JsonObject().put("hosts", new JsonArray(found)));
    }

    private ApiAnswer update(ApiRequest request) {
        hosts.update(request.hostId(), Fields.parse(request.body()));
        return ApiAnswer.of(new JsonObject().put("id", request.hostId()));
    }

    private ApiAnswer setStatus(ApiRequest request) {
        Fields body = Fields.parse(request.body());
        String status = body.text("status");
        if (!RegisteredHosts.STATUSES.contains(status)) {
            throw body.wrong("status", "is unknown: '" + status + "'");
        }
        hosts.setStatus(request.hostId(), status);
        return ApiAnswer.accepted();
    }

    private ApiAnswer retire(ApiRequest request) {
        Fields.parse(request.body());
        hosts.retire(request.hostId());
        return ApiAnswer.accepted();
    }

    private ApiAnswer addValues(ApiRequest request) {
        long oldest = clock.instant().minus(VALUES_COUNT_FOR).getEpochSecond();
        List<ReceivedValue> fresh = Fields.parseList(request.body()).stream().map(this::value).toList().stream()
                .filter(value -> value.time() >= oldest)
                .toList();
        values.add(fresh, clock.instant());
        return ApiAnswer.accepted(fresh);
    }

    private ReceivedValue value(Fields fields) {
        ReceivedValue value = new ReceivedValue(
                fields.text("hostId"),
                fields.text("name", METRIC_NAME),
                fields.epochSeconds("time"),
                fields.number("value"));
        hosts.check(value.hostId());
        return value;
    }
}
