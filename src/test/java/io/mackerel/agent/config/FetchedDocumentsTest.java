package io.mackerel.agent.config;

import static io.mackerel.agent.http.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.http.ScriptedServer;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a load comes to whose document lies on a web server. */
class FetchedDocumentsTest {
    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aDocumentOfTheWebCountsLikeAnyFile() {
        try (var server = ScriptedServer.answering(answer(200, "displayName: from the web\nroles: [shop:web]\n"))) {
            // When
            AgentConfig config = loading(server).config();

            // Then
            assertThat(config.displayName()).isEqualTo("from the web");
            assertThat(config.roles()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | text/plain | a: b | answered 404; check the path",
                "500 | text/plain | a: b | answered 500; see what the server logs of it",
                "200 | text/html | <html> | is a page of HTML, not YAML; does it need a login?",
                "200 | text/yaml | '' | answered with nothing; check what the server has there, or write {} for an empty configuration",
            })
    void whatIsNoDocumentIsOneProblemAtItsLocation(int status, String type, String body, String message) {
        try (var server = ScriptedServer.answering(answer(status, body, "Content-Type: " + type))) {
            assertThat(problems(server)).isEqualTo(location(server) + message);
        }
    }

    @Test
    void aDocumentThatIsTooLargeIsOneProblem() {
        try (var server = ScriptedServer.answering((_, connection) -> {
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/yaml\r\n\r\n");
            for (int sent = 0; sent < 50; sent++) {
                connection.write("#".repeat(1_000_000));
            }
        })) {
            assertThat(problems(server)).isEqualTo(location(server) + "is larger than 1 MiB; is it the right file?");
        }
    }

    @Test
    void aFaultInADocumentOfTheWebStandsAtItsLine() {
        try (var server = ScriptedServer.answering(answer(200, "\nroles: [nonsense]\n"))) {
            assertThat(problems(server)).startsWith(location(server).replaceFirst(": $", ":2: roles[0]: "));
        }
    }

    private static String problems(ScriptedServer server) {
        ConfigOutcome outcome = loading(server).outcome(ApiKeyRule.REQUIRED);
        assertThat(outcome).isInstanceOf(ConfigOutcome.Invalid.class);
        assertThat(outcome.toString()).doesNotContain("s3cret");
        assertThat(outcome.warnings()).isEmpty();
        assertThat(((ConfigOutcome.Invalid) outcome).problems()).hasSize(1);
        return ((ConfigOutcome.Invalid) outcome).problems().getFirst().toString();
    }

    private static Loading loading(ScriptedServer server) {
        return Loading.with(
                        "MACKEREL_AGENT_CONFIG",
                        "http://me:s3cret@127.0.0.1:" + server.port() + "/agent.yaml?signature=s3cret")
                .and("MACKEREL_APIKEY", "key-of-the-environment")
                .over(new FetchedDocuments(VERTX, java.util.Map.of()));
    }

    private static String location(ScriptedServer server) {
        return "http://****@127.0.0.1:" + server.port() + "/agent.yaml?****: ";
    }
}
