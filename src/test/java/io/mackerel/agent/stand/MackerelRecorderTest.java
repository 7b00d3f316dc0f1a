package io.mackerel.agent.stand;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.stand.MackerelRecorder.PostedValue;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MackerelRecorderTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private MackerelRecorder mackerel;

    @BeforeEach
    void start() throws IOException {
        mackerel = new MackerelRecorder();
    }

    @AfterEach
    void stop() {
        mackerel.close();
        client.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | api/v0/hosts?customIdentifier=x.ecs   | 200 | {\"hosts\":[]}",
                "POST | api/v0/hosts                          | 200 | {\"id\":\"standHost1\"}",
                "PUT  | api/v0/hosts/standHost1               | 200 | {\"id\":\"standHost1\"}",
                "POST | api/v0/hosts/standHost1/status        | 200 | {\"success\":true}",
                "POST | api/v0/hosts/standHost1/retire        | 200 | {\"success\":true}",
                "GET  | api/v0/hosts/standHost1               | 404 | {\"error\":\"not found\"}",
                "POST | api/v0/hosts/other/retire             | 404 | {\"error\":\"not found\"}"
            })
    void itAnswersAsAnEmptyOrganisation(String method, String path, int status, String body) throws Exception {
        // When
        var answer = send(method, path, "{}");

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void whatIsPostedIsRemembered() throws Exception {
        // When
        send(
                "POST",
                "api/v0/tsdb",
                "[{\"hostId\":\"h\",\"name\":\"container.cpu.a.usage\",\"time\":60,\"value\":1.5}]");
        mackerel.await(recorder -> !recorder.values().isEmpty(), Duration.ofSeconds(10));

        // Then
        assertThat(mackerel.values()).containsExactly(new PostedValue("h", "container.cpu.a.usage", 60, 1.5));
        assertThat(mackerel.requests().getFirst().apiKey()).isEqualTo("key");
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(mackerel.apibase().resolve(path))
                .header("X-Api-Key", "key")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
