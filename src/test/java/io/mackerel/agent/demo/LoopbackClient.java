package io.mackerel.agent.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A client of one server, with the API key that a stand-in wants. */
final class LoopbackClient {
    record Answer(int status, String body, java.net.http.HttpHeaders headers) {
        JsonObject json() {
            return new JsonObject(body);
        }

        String error() {
            return json().getJsonObject("error").getString("message");
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;
    private final String apiKey;

    LoopbackClient(URI base, String apiKey) {
        this.base = base.toString();
        this.apiKey = apiKey;
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, String body) {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer post(String path, JsonObject body) {
        return post(path, body.encode());
    }

    Answer post(String path, JsonArray body) {
        return post(path, body.encode());
    }

    Answer put(String path, JsonObject body) {
        return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body.encode())));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(10));
        return apiKey.isEmpty() ? builder : builder.header("X-Api-Key", apiKey);
    }

    Answer send(HttpRequest.Builder builder) {
        try {
            HttpResponse<String> response = client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
