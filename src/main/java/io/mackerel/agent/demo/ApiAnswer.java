package io.mackerel.agent.demo;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the stand-in: HTTP status and JSON body.
 *
 * @param received what the request brought; null when it only asked, or was refused
 */
record ApiAnswer(int status, JsonObject body, @Nullable Received received) {
    static ApiAnswer found(JsonObject body) {
        return new ApiAnswer(200, body, null);
    }

    static ApiAnswer accepted(Received received, JsonObject body) {
        return new ApiAnswer(200, body, received);
    }

    static ApiAnswer accepted(Received received) {
        return accepted(received, new JsonObject().put("success", true));
    }

    static ApiAnswer error(int status, String message) {
        return new ApiAnswer(status, new JsonObject().put("error", new JsonObject().put("message", message)), null);
    }
}
