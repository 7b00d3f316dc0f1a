package io.mackerel.agent.config;

import static io.mackerel.agent.stand.S3Server.ACCESS_KEY;
import static io.mackerel.agent.stand.S3Server.SECRET_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.stand.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Against a server that checks the signatures. */
class S3DocumentsIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static S3Server server;

    @BeforeAll
    static void aBucketIsThere() throws IOException {
        server = S3Server.start(folder);
        server.createBucket("configurations");
    }

    @AfterAll
    static void theServerEnds() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"agent.yaml", "teams/web/agent.yaml", "with blanks & more+/=?#%41.yaml", "設定/エージェント é.yaml"})
    void aDocumentIsReadWhateverItsKey(String key) {
        // Given
        server.put("configurations", key, "displayName: of " + key.replace('#', 'x') + "\n");

        // When
        AgentConfig config =
                loading("configurations/" + key, ACCESS_KEY, SECRET_KEY).config();

        // Then
        assertThat(config.displayName()).isEqualTo("of " + key.replace('#', 'x'));
    }

    @Test
    void aWrongSecretIsRefused() {
        // Given
        server.put("configurations", "agent.yaml", "memo: ok\n");

        // When
        var problems =
                loading("configurations/agent.yaml", ACCESS_KEY, "wr0ngSecret").problems();

        // Then
        assertThat(problems)
                .containsExactly("agent.yaml: S3 refused the signature: the secret does not belong to the access key;"
                        + " correct AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void anUnknownAccessKeyIsRefused() {
        // Given
        var loading = loading("configurations/agent.yaml", "AKIDOFNOBODY", SECRET_KEY);

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).singleElement().asString().contains("correct AWS_ACCESS_KEY_ID");
    }

    @Test
    void aKeyThatIsNotThereIsSaidToBeMissing() {
        // Given
        var loading = loading("configurations/nothing.yaml", ACCESS_KEY, SECRET_KEY);

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).singleElement().asString().contains("the bucket has no such key");
    }

    @Test
    void aBucketThatIsNotThereIsSaidToBeMissing() {
        // Given
        var loading = loading("nowhere/agent.yaml", ACCESS_KEY, SECRET_KEY);

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).singleElement().asString().contains("there is no such bucket");
    }

    private static Loading loading(String object, String accessKey, String secretKey) {
        var keys = StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
        var documents =
                new S3Documents(Map.of("AWS_ENDPOINT_URL_S3", server.uri().toString()), () -> keys, LONG);
        return Loading.with("MACKEREL_AGENT_CONFIG", "s3://" + object)
                .over((location, proxies) -> documents.read((ConfigLocation.S3) location, proxies));
    }
}
