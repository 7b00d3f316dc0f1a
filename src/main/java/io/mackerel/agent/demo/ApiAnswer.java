package io.mackerel.agent.demo;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * An answer of the stand-in: HTTP status and JSON body.
 *
 * @param values what the request brought, in its order; those too old to count are not among them
 */
record ApiAnswer(int status, JsonObject body, List<ReceivedValue> values) {
    ApiAnswer {
        values = List.copyOf(values);
    }

    static ApiAnswer of(JsonObject body) {
        return new ApiAnswer(200, body, List.of());
    }

    static ApiAnswer accepted(List<ReceivedValue> values) {
        return new ApiAnswer(200, new JsonObject().put("success", true), values);
    }

    static ApiAnswer accepted() {
        return accepted(List.of());
    }

    static ApiAnswer error(int status, String message) {
        JsonObject error = new JsonObject().put("message", message);
        return new ApiAnswer(status, new JsonObject().put("error", error), List.of());
    }
}
