package io.mackerel.agent.stand;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.stand.MackerelRecorder.PostedValue;
import java.io.IOException;
import java.net.Socket;
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
                "[{\"hostId\":\"standHost1\",\"name\":\"container.cpu.a.usage\",\"time\":60,\"value\":1.5}]");
        mackerel.await(recorder -> !recorder.values().isEmpty(), Duration.ofSeconds(10));

        // Then
        assertThat(mackerel.values()).containsExactly(new PostedValue("standHost1", "container.cpu.a.usage", 60, 1.5));
        assertThat(mackerel.requests().getFirst().apiKey()).isEqualTo("key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no JSON                 | ''",
                "Unexpected              | [{\"hostId\":\"standHost1\",\"name\":\"a.b\",\"time\":60,\"value\":1}",
                "no list of values       | {\"hostId\":\"standHost1\",\"name\":\"a.b\",\"time\":60,\"value\":1}",
                "of no known host        | [{\"name\":\"a.b\",\"time\":60,\"value\":1}]",
                "of no known host        | [{\"hostId\":\"other\",\"name\":\"a.b\",\"time\":60,\"value\":1}]",
                "without a proper name   | [{\"hostId\":\"standHost1\",\"time\":60,\"value\":1}]",
                "without a proper name   | [{\"hostId\":\"standHost1\",\"name\":\"a..b\",\"time\":60,\"value\":1}]",
                "time in whole seconds   | [{\"hostId\":\"standHost1\",\"name\":\"a.b\",\"time\":60.5,\"value\":1}]",
                "time in whole seconds   | [{\"hostId\":\"standHost1\",\"name\":\"a.b\",\"time\":\"60\",\"value\":1}]",
                "no finite number        | [{\"hostId\":\"standHost1\",\"name\":\"a.b\",\"time\":60,\"value\":null}]",
                "no finite number        | [{\"hostId\":\"standHost1\",\"name\":\"a.b\",\"time\":60,\"value\":\"1\"}]",
                "no finite number        | [{\"hostId\":\"standHost1\",\"name\":\"a.b\",\"time\":60,\"value\":1e999}]"
            })
    void aMalformedPostIsRefusedAndItsValuesDoNotCount(String reason, String body) throws Exception {
        // When
        var answer = send("POST", "api/v0/tsdb", body);
        mackerel.await(recorder -> !recorder.refusals().isEmpty(), Duration.ofSeconds(10));

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(mackerel.refusals()).singleElement().asString().contains("POST /api/v0/tsdb", reason);
        assertThat(mackerel.values()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"X-Api-Key, User-Agent: agent", "User-Agent, X-Api-Key: key"})
    void aRequestWithoutOneOfTheHeadersIsRefused(String missing, String header) throws Exception {
        // When
        var answer = sendRaw("GET /api/v0/hosts HTTP/1.0\r\n" + header + "\r\n\r\n");
        mackerel.await(recorder -> !recorder.refusals().isEmpty(), Duration.ofSeconds(10));

        // Then
        assertThat(answer).contains(" 400 ");
        assertThat(mackerel.refusals()).containsExactly("GET /api/v0/hosts: no header " + missing);
    }

    @Test
    void whatIsNotFoundIsARefusalToo() throws Exception {
        // When
        send("POST", "api/v0/hosts/other/retire", "{}");
        mackerel.await(recorder -> !recorder.refusals().isEmpty(), Duration.ofSeconds(10));

        // Then
        assertThat(mackerel.refusals()).containsExactly("POST /api/v0/hosts/other/retire: not found");
    }

    /** The client of the other tests brings a User-Agent of its own. */
    private String sendRaw(String request) throws IOException {
        try (var connection = new Socket("127.0.0.1", mackerel.apibase().getPort())) {
            connection.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(connection.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(mackerel.apibase().resolve(path))
                .header("X-Api-Key", "key")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
