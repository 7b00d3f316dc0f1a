package io.mackerel.agent.demo;

import java.util.Locale;
import java.util.Map;

/**
 * A request as it arrived at the stand-in. Its text form leaves headers and body out: they hold the API key.
 *
 * @param path without the query
 * @param query without the question mark; empty when there is none
 * @param headers by lower-case name; of a repeated one the first value
 * @param status what was answered; 0 when the connection was cut or the request left without an answer
 */
public record ReceivedRequest(
        String method, String path, String query, Map<String, String> headers, String body, int status) {
    public ReceivedRequest {
        headers = Map.copyOf(headers);
    }

    /** The header's value, empty when it was not sent; the case of {@code name} does not matter. */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    @Override
    public String toString() {
        return method + " " + path + (query.isEmpty() ? "" : "?" + query) + " -> " + status;
    }
}
