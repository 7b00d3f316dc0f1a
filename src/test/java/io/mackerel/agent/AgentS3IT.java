package io.mackerel.agent;

import static io.mackerel.agent.AgentSurroundings.SOON;
import static io.mackerel.agent.AgentSurroundings.errors;
import static io.mackerel.agent.stand.S3Server.ACCESS_KEY;
import static io.mackerel.agent.stand.S3Server.SECRET_KEY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.LoopbackEndpoint.Answer;
import io.mackerel.agent.stand.AgentProcess;
import io.mackerel.agent.stand.S3Server;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent with its configuration in S3, and with each kind of credentials that a process can be given. */
class AgentS3IT {
    private static final String TOKEN = "s3ss10nTokenOfTheTests";
    private static final String OBJECT = "s3://configurations/web/agent.yaml";
    private static final String EXPIRATION = "2099-01-01T00:00:00Z";

    @TempDir
    private static Path folder;

    private static S3Server server;

    @BeforeAll
    static void theConfigurationIsInS3() throws IOException {
        server = S3Server.start(folder);
        server.createBucket("configurations");
        server.put("configurations", "web/agent.yaml", "displayName: named in S3\nmemo: from afar\n");
    }

    @AfterAll
    static void theServerEnds() {
        server.close();
    }

    @Test
    void theHostIsRegisteredAsTheDocumentSays() throws InterruptedException {
        // Given
        var variables = Map.of("AWS_ACCESS_KEY_ID", ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", SECRET_KEY);

        // When, Then
        assertThatTheHostIsRegisteredWith(variables);
    }

    @Test
    void theRoleOfATaskIsEnough() throws IOException, InterruptedException {
        var role = new JsonObject()
                .put("AccessKeyId", ACCESS_KEY)
                .put("SecretAccessKey", SECRET_KEY)
                .put("Token", TOKEN)
                .put("Expiration", EXPIRATION);
        try (var container = new LoopbackEndpoint((_, _) -> new Answer(200, role.encode()))) {
            // Given
            var variables = Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", container.uri() + "/role");

            // When, Then
            assertThatTheHostIsRegisteredWith(variables);
        }
    }

    @Test
    void theWebIdentityOfAPodIsEnough() throws IOException, InterruptedException {
        var assumed = """
                <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                <AssumeRoleWithWebIdentityResult><AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/agent/s</Arn>
                <AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser><Credentials><AccessKeyId>%s</AccessKeyId>
                <SecretAccessKey>%s</SecretAccessKey><SessionToken>%s</SessionToken><Expiration>%s</Expiration>
                </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
                """.formatted(ACCESS_KEY, SECRET_KEY, TOKEN, EXPIRATION);
        try (var sts = new LoopbackEndpoint((_, _) -> new Answer(200, assumed))) {
            // Given
            var token = Files.writeString(folder.resolve("token"), "t0kenOfThePod");
            var variables = Map.of(
                    "AWS_WEB_IDENTITY_TOKEN_FILE",
                    token.toString(),
                    "AWS_ROLE_ARN",
                    "arn:aws:iam::1:role/agent",
                    "AWS_REGION",
                    "us-east-1",
                    "AWS_ENDPOINT_URL_STS",
                    sts.uri().toString());

            // When, Then
            assertThatTheHostIsRegisteredWith(variables);
        }
    }

    @Test
    void aRoleThatTheEndpointDoesNotGiveEndsTheStartWithTheReason() throws IOException {
        try (var container = new LoopbackEndpoint((_, _) -> new Answer(404, "{\"message\":\"no role\"}"))) {
            // Given
            var variables = environment(Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", container.uri() + "/role"));

            // When
            try (var agent = AgentSurroundings.start(variables, "run")) {
                int status = agent.awaitExit(SOON);

                // Then
                assertThat(status).isEqualTo(1);
                assertThat(errors(agent))
                        .singleElement()
                        .asString()
                        .contains(OBJECT + ": no AWS credentials were found; AWS_CONTAINER_CREDENTIALS_FULL_URI is set,"
                                + " but: ");
                assertThat(agent.lines()).noneMatch(line -> line.contains("software.amazon") || line.contains("\tat "));
            }
        }
    }

    @Test
    void withoutAnyCredentialsTheStartEndsWithWhatToDo() {
        // Given
        var variables = environment(Map.of());

        // When
        try (var agent = AgentSurroundings.start(variables, "run")) {
            int status = agent.awaitExit(SOON);

            // Then
            assertThat(status).isEqualTo(1);
            assertThat(errors(agent))
                    .singleElement()
                    .asString()
                    .contains(OBJECT + ": no AWS credentials were found; give the task or the pod a role");
            assertThat(agent.lines()).noneMatch(line -> line.contains("software.amazon") || line.contains("\tat "));
        }
    }

    @Test
    void aProxyThatAsksForAPasswordIsToldIt() throws IOException {
        try (var proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            // Given
            Queue<String> asked = new ConcurrentLinkedQueue<>();
            Thread.ofVirtual().start(() -> refuse(proxy, asked));
            var variables = environment(Map.of("AWS_ACCESS_KEY_ID", ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", SECRET_KEY));
            variables.remove("AWS_ENDPOINT_URL_S3");
            variables.put("HTTPS_PROXY", "http://me:p4ssOfTheProxy@127.0.0.1:" + proxy.getLocalPort());

            // When
            try (var agent = AgentSurroundings.start(variables, "run")) {
                int status = agent.awaitExit(SOON);

                // Then
                assertThat(status).isEqualTo(1);
                assertThat(asked)
                        .contains("CONNECT configurations.s3.us-east-1.amazonaws.com:443 HTTP/1.1")
                        .contains("Proxy-authorization: Basic bWU6cDRzc09mVGhlUHJveHk=")
                        .noneMatch(line -> line.contains("AWS4-HMAC"));
                assertThat(errors(agent))
                        .singleElement()
                        .asString()
                        .contains("the proxy refused a tunnel to S3 in us-east-1");
                assertThat(agent.output()).doesNotContain("p4ssOfTheProxy", SECRET_KEY);
            }
        }
    }

    private static void assertThatTheHostIsRegisteredWith(Map<String, String> credentials) throws InterruptedException {
        try (var around = new AgentSurroundings()) {
            environment(credentials).forEach((name, value) -> {
                if (!name.startsWith("MACKEREL_APIKEY")) {
                    around.with(name, value);
                }
            });
            try (AgentProcess agent = around.startAndAwaitValues()) {
                assertThat(around.mackerel().hosts()).singleElement().satisfies(host -> {
                    assertThat(host.getString("displayName")).isEqualTo("named in S3");
                    assertThat(host.getString("memo")).isEqualTo("from afar");
                });
                assertThat(agent.terminate(SOON)).isZero();
                assertThat(errors(agent)).isEmpty();
                assertThat(agent.output()).doesNotContain(SECRET_KEY, TOKEN, "t0kenOfThePod", "software.amazon");
            }
        }
    }

    private static Map<String, String> environment(Map<String, String> credentials) {
        var variables = new HashMap<>(credentials);
        variables.put("MACKEREL_APIKEY", "key");
        variables.put("MACKEREL_AGENT_CONFIG", OBJECT);
        variables.put("AWS_ENDPOINT_URL_S3", server.uri().toString());
        variables.put("AWS_EC2_METADATA_DISABLED", "true");
        // Nobody's profile counts.
        variables.put("AWS_CONFIG_FILE", folder.resolve("none").toString());
        variables.put("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString());
        return variables;
    }

    /** A proxy that wants a password and takes none. */
    private static void refuse(ServerSocket proxy, Queue<String> asked) {
        while (!proxy.isClosed()) {
            try (var connection = proxy.accept();
                    var request = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8))) {
                request.lines().takeWhile(line -> !line.isEmpty()).forEach(asked::add);
                connection.getOutputStream().write("""
                                HTTP/1.1 407 Proxy Authentication Required\r
                                Proxy-Authenticate: Basic realm="proxy"\r
                                Content-Length: 0\r
                                Connection: close\r
                                \r
                                """.getBytes(UTF_8));
            } catch (IOException ended) {
                return;
            }
        }
    }
}
