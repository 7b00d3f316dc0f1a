package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
    @TempDir
    private Path directory;

    @Test
    void aKeyPrintsMasked() {
        // Given
        ApiKey key = new ApiKey("2vt7s3cret==");

        // When
        String printed = key.toString();

        // Then
        assertThat(printed).isEqualTo("****");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s3 cret", "s3cret\r\nX-Injected: 1", "s3crét", "s3cret\u007f"})
    void aKeyThatFitsNoHeaderIsRefusedWithoutQuotingIt(String value) {
        // Given: the value

        // When, Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ApiKey(value))
                .withMessageContaining("copy it again")
                .withMessageNotContaining("s3");
    }

    @Test
    void aMissingKeyIsOneProblemThatSaysWhereToGiveIt() {
        // Given
        ConfigLoader loader = new ConfigLoader(Map.of("MACKEREL_APIKEY", ""), Loading.NO_NETWORK);

        // When
        ConfigOutcome outcome = loader.load(ApiKeyRule.REQUIRED);

        // Then
        assertThat(outcome)
                .isEqualTo(new ConfigOutcome.Invalid(
                        List.of(new ConfigProblem(
                                null,
                                null,
                                "apikey",
                                "is missing; set MACKEREL_APIKEY or MACKEREL_APIKEY_FILE, or apikey or apikeyFile in the"
                                        + " file that MACKEREL_AGENT_CONFIG names")),
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"apikey:", "apikey: ~", "apikey: ''", "apikey: '  '", "# apikey"})
    void anEmptyKeyInTheFileIsAMissingOne(String line) {
        // Given
        Loading loading = Loading.file(directory, line).and("MACKEREL_APIKEY", "");

        // When
        ConfigOutcome outcome = loading.outcome(ApiKeyRule.REQUIRED);

        // Then
        assertThat(outcome.toString()).contains("apikey: is missing");
    }

    @Test
    void aWrongKeyIsNotCalledMissingToo() {
        // Given
        Loading loading = Loading.with("MACKEREL_APIKEY", "not a key");

        // When
        ConfigOutcome outcome = loading.outcome(ApiKeyRule.REQUIRED);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ConfigOutcome.Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .singleElement()
                                .extracting(ConfigProblem::key)
                                .isEqualTo("MACKEREL_APIKEY"));
    }

    @Test
    void aKeyThatAnUnreadableFileMayHoldIsNotCalledMissing() {
        // Given
        Loading loading = Loading.with(
                "MACKEREL_AGENT_CONFIG", directory.resolve("absent.yaml").toString());

        // When
        ConfigOutcome outcome = loading.outcome(ApiKeyRule.REQUIRED);

        // Then
        assertThat(outcome.toString()).contains("absent.yaml: does not exist").doesNotContain("is missing");
    }

    @Test
    void aKeyOfDigitsIsTextAllTheSame() {
        // Given
        Loading loading = Loading.file(directory, "apikey: 0012345");

        // When
        ApiKey key = loading.config().apiKey().key();

        // Then
        assertThat(key).isEqualTo(new ApiKey("0012345"));
    }
}
