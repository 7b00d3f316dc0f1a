package io.mackerel.agent.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mackerel.agent.config.ScriptedS3.Answer;
import io.mackerel.agent.config.ScriptedS3.Asked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

class S3DocumentsTest {
    private static final String SECRET = "s3cretS3cretS3cret";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(1500);
    private static final ConfigLocation.S3 AGENT = new ConfigLocation.S3("bucket", "agent.yaml");
    private static final ProxyConfig NO_PROXIES = new ProxyConfig(null, null, List.of());
    private static final AwsCredentialsProvider KEYS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", SECRET));

    @Test
    void anObjectIsAskedForByItsPathWithASignature() throws Exception {
        try (var s3 = new ScriptedS3(Answer.object("memo: ok\n"))) {
            // Given
            var location = new ConfigLocation.S3("bucket", "teams/a b/設定+1.yaml");

            // When
            byte[] document = documents(s3).read(location, NO_PROXIES);

            // Then
            assertThat(new String(document, UTF_8)).isEqualTo("memo: ok\n");
            Asked asked = only(s3);
            assertThat(asked.method()).isEqualTo("GET");
            assertThat(asked.uri()).isEqualTo("/bucket/teams/a%20b/%E8%A8%AD%E5%AE%9A%2B1.yaml");
            assertThat(asked.headers().getFirst("Authorization"))
                    .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
                    .contains("/us-east-1/s3/aws4_request")
                    .contains("host;");
            assertThat(asked.headers().toString()).doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @CsvSource({"AWS_REGION, eu-west-1", "AWS_DEFAULT_REGION, ap-northeast-1"})
    void theRegionOfTheEnvironmentIsSignedFor(String variable, String region) throws Exception {
        try (var s3 = new ScriptedS3(Answer.object("memo: ok\n"))) {
            // Given
            var environment = Map.of(variable, region, "AWS_ENDPOINT_URL", s3.url());

            // When
            documents(environment, LONG).read(AGENT, NO_PROXIES);

            // Then
            assertThat(only(s3).headers().getFirst("Authorization")).contains("/" + region + "/s3/");
        }
    }

    @Test
    void theBucketsRegionIsFoundByItself() throws Exception {
        var elsewhere = Answer.error(301, "PermanentRedirect").with("x-amz-bucket-region", "eu-central-1");
        try (var s3 = new ScriptedS3(elsewhere, Answer.object("memo: ok\n"))) {
            // Given: a bucket that is not where it is looked for first

            // When
            byte[] document = documents(s3).read(AGENT, NO_PROXIES);

            // Then
            assertThat(new String(document, UTF_8)).isEqualTo("memo: ok\n");
            assertThat(s3.asked()).hasSize(2);
            assertThat(s3.asked().getLast().headers().getFirst("Authorization")).contains("/eu-central-1/s3/");
        }
    }

    @Test
    void noMoreThanOneByteAboveTheLimitIsRead() throws Exception {
        try (var s3 = new ScriptedS3(new Answer(200, Map.of(), new byte[50 * 1024 * 1024]))) {
            // Given: an object of 50 MiB

            // When
            byte[] document = documents(s3).read(AGENT, NO_PROXIES);

            // Then
            assertThat(document).hasSize(RemoteDocuments.LARGEST + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-amz-checksum-crc64nvme", "x-amz-checksum-crc32"})
    void aChecksumThatS3KeepsDoesNoHarm(String header) throws Exception {
        // Given: what S3 adds to every object by itself, and what the SDKs add
        byte[] content = "memo: ok\n".getBytes(UTF_8);
        var crc = new CRC32();
        crc.update(content);
        byte[] crc32 = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
        String checksum = header.endsWith("crc32") ? Base64.getEncoder().encodeToString(crc32) : "AAAAAAAAAAA=";
        try (var s3 = new ScriptedS3(new Answer(200, Map.of(header, checksum), content))) {
            // When
            byte[] document = documents(s3).read(AGENT, NO_PROXIES);

            // Then
            assertThat(document).isEqualTo(content);
        }
    }

    @Test
    void anObjectThatWasSpoiledOnItsWayIsRefused() throws Exception {
        try (var s3 = new ScriptedS3(Answer.object("memo: ok\n").with("x-amz-checksum-crc32", "AAAAAA=="))) {
            // Given: a checksum of something else

            // When, Then
            assertThatThrownBy(() -> documents(s3).read(AGENT, NO_PROXIES))
                    .isInstanceOf(DocumentException.class)
                    .hasMessageContaining("checksum");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | NoSuchKey | the bucket has no such key; correct MACKEREL_AGENT_CONFIG",
                "404 | NoSuchBucket | there is no such bucket; correct MACKEREL_AGENT_CONFIG",
                "404 | '' | does not exist; correct MACKEREL_AGENT_CONFIG, or AWS_ENDPOINT_URL_S3",
                "403 | AccessDenied | the role needs s3:GetObject on it",
                "403 | AccessDenied | without s3:ListBucket S3 says the same of a key that does not exist",
                "403 | '' | the role needs s3:GetObject on it",
                "403 | AccountProblem | S3 refused access AccountProblem (The message of AccountProblem)",
                "403 | InvalidAccessKeyId | correct AWS_ACCESS_KEY_ID",
                "403 | SignatureDoesNotMatch | correct AWS_SECRET_ACCESS_KEY",
                "403 | RequestTimeTooSkewed | set the clock",
                "400 | ExpiredToken | the AWS session has expired; renew AWS_SESSION_TOKEN",
                "400 | InvalidToken | set AWS_SESSION_TOKEN to the one that came with the keys",
                "400 | AuthorizationHeaderMalformed | set AWS_REGION to the bucket's",
                "301 | PermanentRedirect | set AWS_REGION to the bucket's",
                "403 | InvalidObjectState | restore the object",
                "500 | InternalError | S3 answered 500 InternalError (The message of InternalError)",
                "503 | SlowDown | S3 answered 503 SlowDown",
                "418 | '' | S3 answered 418; is it S3",
            })
    void aRefusalSaysWhatToDo(int status, String code, String advice) throws Exception {
        try (var s3 = new ScriptedS3(Answer.error(status, code))) {
            // Given: the answer

            // When, Then
            assertThatThrownBy(() -> documents(s3).read(AGENT, NO_PROXIES))
                    .isInstanceOf(DocumentException.class)
                    .hasMessageContaining(advice)
                    .hasNoCause()
                    .satisfies(S3DocumentsTest::isOneShortLineWithoutSecrets);
        }
    }

    @Test
    void aPageThatIsNoAnswerOfS3IsNotTakenForOne() throws Exception {
        var page = new Answer(502, Map.of("Content-Type", "text/html"), "<html><p>Bad gateway".getBytes(UTF_8));
        try (var s3 = new ScriptedS3(page)) {
            // Given: a gateway before S3

            // When, Then
            assertThatThrownBy(() -> documents(s3).read(AGENT, NO_PROXIES))
                    .isInstanceOf(DocumentException.class)
                    .hasMessageStartingWith("S3 answered 502");
        }
    }

    @Test
    void troubleThatPassesIsTriedOnceMore() throws Exception {
        try (var s3 = new ScriptedS3(Answer.error(503, "SlowDown"), Answer.object("memo: ok\n"))) {
            // Given: S3 is busy for a moment

            // When
            byte[] document = documents(s3).read(AGENT, NO_PROXIES);

            // Then
            assertThat(document).isNotEmpty();
            assertThat(s3.asked()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nmemo: "})
    void aStalledAnswerEndsInTimeAndLeavesNoConnection(String sent) throws Exception {
        try (var socket = listening()) {
            // Given
            CompletableFuture<Integer> end = CompletableFuture.supplyAsync(() -> readToEnd(socket, sent));
            var documents = documents(Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:" + socket.getLocalPort()), SHORT);

            // When, Then
            assertThatThrownBy(() -> documents.read(AGENT, NO_PROXIES))
                    .isInstanceOf(DocumentException.class)
                    .hasMessageContaining("did not send it within 1 s; is there a good way to it from here");
            assertThat(end.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(-1);
        }
    }

    @Test
    void afterAReadNoConnectionIsLeft() throws Exception {
        try (var socket = listening()) {
            // Given: a server that would keep it
            var answer = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\nKeep-Alive: timeout=60\r\n\r\nmemo: ok";
            CompletableFuture<Integer> end = CompletableFuture.supplyAsync(() -> readToEnd(socket, answer));
            var documents = documents(Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:" + socket.getLocalPort()), LONG);

            // When
            documents.read(AGENT, NO_PROXIES);

            // Then
            assertThat(end.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(-1);
            assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                    .noneMatch(name -> name.startsWith("sdk-") || name.startsWith("idle-connection"));
        }
    }

    @Test
    void anAnswerThatBreaksOffIsSaidToHaveDone() throws Exception {
        var half = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nmemo: ";
        try (var socket = listening()) {
            // Given
            Thread.ofVirtual().start(() -> cutEach(socket, half));
            var documents = documents(Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:" + socket.getLocalPort()), LONG);

            // When, Then
            assertThatThrownBy(() -> documents.read(AGENT, NO_PROXIES))
                    .isInstanceOf(DocumentException.class)
                    .hasMessageStartingWith("cannot be read from http://127.0.0.1:" + socket.getLocalPort() + ": ");
        }
    }

    @Test
    void whereNobodyListensTheEndpointIsNamed() throws Exception {
        // Given
        int port;
        try (var socket = listening()) {
            port = socket.getLocalPort();
        }
        var documents = documents(Map.of("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + port), LONG);

        // When, Then
        assertThatThrownBy(() -> documents.read(AGENT, NO_PROXIES))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("http://127.0.0.1:" + port + " takes no connection")
                .hasMessageContaining("correct AWS_ENDPOINT_URL_S3");
    }

    @Test
    void aNameThatTheDnsDoesNotKnowIsSaidToBeSo() {
        // Given
        var documents = documents(Map.of("AWS_ENDPOINT_URL_S3", "http://nobody.invalid"), LONG);

        // When, Then
        assertThatThrownBy(() -> documents.read(AGENT, NO_PROXIES))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining("the DNS knows no address for http://nobody.invalid");
    }

    @ParameterizedTest
    @CsvSource({
        "AWS_ENDPOINT_URL_S3, s3.example.com",
        "AWS_ENDPOINT_URL, ftp://s3.example.com",
        "AWS_ENDPOINT_URL, https://me:s3cretS3cretS3cret@s3.example.com",
        "AWS_REGION, eu west 1"
    })
    void aVariableThatSaysNothingUsefulIsAProblemOfItsOwn(String variable, String value) {
        // Given
        var loading =
                Loading.with("MACKEREL_AGENT_CONFIG", "s3://bucket/agent.yaml").and(variable, value);

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith(variable + ": ")
                .doesNotContain(SECRET);
        assertThatThrownBy(() -> documents(Map.of(variable, value), LONG).read(AGENT, NO_PROXIES))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining(variable);
    }

    @Test
    void aStoreWithoutEncryptionIsWarnedOf() {
        // Given
        var loading = Loading.with("MACKEREL_AGENT_CONFIG", "s3://bucket/agent.yaml")
                .and("AWS_ENDPOINT_URL", "http://store.example.com:9000")
                .over((location, proxies) -> new byte[0]);

        // When
        var warnings = loading.warnings();

        // Then
        assertThat(warnings).singleElement().asString().startsWith("AWS_ENDPOINT_URL: plain http://");
    }

    @Test
    void theVariablesOfAwsAreNobodysBusinessWhenTheConfigurationIsElsewhere() {
        // Given
        var loading = Loading.with("AWS_ENDPOINT_URL", "nonsense").and("AWS_REGION", "non sense");

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).isEmpty();
    }

    @Test
    void credentialsThatDoNotComeAreWaitedForNoLonger() {
        // Given
        AwsCredentialsProvider never = () -> {
            try {
                Thread.sleep(LONG);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return KEYS.resolveCredentials();
        };
        var documents = new S3Documents(Map.of(), () -> never, SHORT);

        // When, Then
        assertThatThrownBy(() -> documents.read(AGENT, NO_PROXIES))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("no AWS credentials came within 1 s; give the task or the pod a role");
    }

    @Test
    void withoutCredentialsTheReaderLearnsHowToGiveThem() {
        // Given
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers in the chain");
        };
        var documents = new S3Documents(Map.of(), () -> none, LONG);

        // When, Then
        assertThatThrownBy(() -> documents.read(AGENT, NO_PROXIES))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("no AWS credentials were found; give the task or the pod a role")
                .satisfies(S3DocumentsTest::isOneShortLineWithoutSecrets);
    }

    @Test
    void aPasswordThatAProxyRefusesIsNotTriedAgainAndAgain() throws Exception {
        var asks = Answer.error(407, "").with("Proxy-Authenticate", "Basic realm=\"proxy\"");
        try (var proxy = new ScriptedS3(asks)) {
            // Given
            var proxies = new ProxyConfig(new Proxy("127.0.0.1", proxy.port(), "me", "wrong"), null, List.of());
            var documents = documents(Map.of("AWS_ENDPOINT_URL", "http://store.example.com"), LONG);

            // When, Then
            assertThatThrownBy(() -> documents.read(AGENT, proxies))
                    .isInstanceOf(DocumentException.class)
                    .hasMessage("the proxy refused the user or the password; correct HTTP_PROXY or HTTPS_PROXY");
            assertThat(proxy.asked()).hasSize(2);
        }
    }

    @Test
    void aProxyIsUsedWithItsPassword() throws Exception {
        var asks = Answer.error(407, "").with("Proxy-Authenticate", "Basic realm=\"proxy\"");
        try (var proxy = new ScriptedS3(asks, Answer.object("memo: ok\n"))) {
            // Given
            var proxies = new ProxyConfig(new Proxy("127.0.0.1", proxy.port(), "me", "pass"), null, List.of());
            var documents = documents(Map.of("AWS_ENDPOINT_URL", "http://store.example.com"), LONG);

            // When
            byte[] document = documents.read(AGENT, proxies);

            // Then
            assertThat(document).isNotEmpty();
            Asked asked = proxy.asked().getLast();
            assertThat(asked.uri()).isEqualTo("http://store.example.com/bucket/agent.yaml");
            assertThat(asked.headers().getFirst("Proxy-Authorization")).isEqualTo("Basic bWU6cGFzcw==");
        }
    }

    private static S3Documents documents(ScriptedS3 s3) {
        return documents(Map.of("AWS_ENDPOINT_URL", s3.url()), LONG);
    }

    private static S3Documents documents(Map<String, String> environment, Duration atMost) {
        return new S3Documents(environment, () -> KEYS, atMost);
    }

    private static Asked only(ScriptedS3 s3) {
        assertThat(s3.asked()).hasSize(1);
        return s3.asked().getFirst();
    }

    private static void isOneShortLineWithoutSecrets(Throwable failure) {
        assertThat(failure.getMessage()).hasSizeLessThanOrEqualTo(300).doesNotContain("\n", SECRET);
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Answers the first request and waits until the other side has closed. */
    private static int readToEnd(ServerSocket socket, String answer) {
        try (Socket connection = socket.accept()) {
            readRequest(connection);
            connection.getOutputStream().write(answer.getBytes(UTF_8));
            connection.getOutputStream().flush();
            return connection.getInputStream().read();
        } catch (IOException e) {
            return -1;
        }
    }

    private static void cutEach(ServerSocket socket, String answer) {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                readRequest(connection);
                connection.getOutputStream().write(answer.getBytes(UTF_8));
            } catch (IOException ended) {
                return;
            }
        }
    }

    private static String readRequest(Socket connection) throws IOException {
        byte[] buffer = new byte[16_384];
        int length = 0;
        while (!new String(buffer, 0, length, UTF_8).contains("\r\n\r\n")) {
            int read = connection.getInputStream().read(buffer, length, buffer.length - length);
            if (read < 0) {
                break;
            }
            length += read;
        }
        return new String(Arrays.copyOf(buffer, length), UTF_8);
    }
}
