package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeyFileTest {
    @TempDir
    private Path directory;

    private Path keyFile;

    @BeforeEach
    void aFileWithAKey() throws IOException {
        keyFile = Files.writeString(directory.resolve("key"), "key-of-the-file\n");
    }

    @Test
    void theKeyIsReadFromItsFile() {
        // Given
        Loading loading = Loading.with("MACKEREL_APIKEY_FILE", keyFile.toString());

        // When
        ConfigOutcome outcome = loading.outcome(ApiKeyRule.REQUIRED);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ConfigOutcome.Loaded.class,
                        loaded -> assertThat(loaded.config().apiKey())
                                .isEqualTo(new ApiKeySource.KeyFile(keyFile, new ApiKey("key-of-the-file"))));
    }

    @Test
    void whatTheFileSaysWinsOverTheEnvironment() {
        // Given
        Loading keyFileInFile = Loading.file(directory, "apikeyFile: " + keyFile);
        ApiKeySource fromKeyFile = keyFileInFile.config().apiKey();
        Loading literalInFile =
                Loading.file(directory, "apikey: literal").and("MACKEREL_APIKEY_FILE", keyFile.toString());

        // When
        ApiKeySource literal = literalInFile.config().apiKey();

        // Then
        assertThat(fromKeyFile).isInstanceOf(ApiKeySource.KeyFile.class);
        assertThat(literal).isEqualTo(new ApiKeySource.Literal(new ApiKey("literal")));
    }

    @Test
    void bothInOneSourceAreAnError() {
        // Given
        Loading file = Loading.file(directory, "apikeyFile: " + keyFile, "apikey: literal");
        Loading environment =
                Loading.with("MACKEREL_APIKEY_FILE", keyFile.toString()).and("MACKEREL_APIKEY", "literal");

        // When
        var problems = file.problems();

        // Then
        assertThat(problems).containsExactly("agent.yaml:1: apikeyFile: is given beside apikey; remove one");
        assertThat(environment.problems())
                .containsExactly("MACKEREL_APIKEY_FILE: is given beside MACKEREL_APIKEY; remove one");
    }

    @Test
    void bothInTheEnvironmentDoNotMatterWhenTheFileHasOne() {
        // Given
        Loading loading = Loading.file(directory, "apikey: literal")
                .and("MACKEREL_APIKEY_FILE", keyFile.toString())
                .and("MACKEREL_APIKEY", "other");

        // When
        ApiKeySource key = loading.config().apiKey();

        // Then
        assertThat(key).isEqualTo(new ApiKeySource.Literal(new ApiKey("literal")));
    }

    @Test
    void aFileWithoutAKeyIsAProblemThatQuotesNothingOfIt() throws IOException {
        // Given
        Path empty = Files.writeString(directory.resolve("empty"), " \n");
        Path twoWords = Files.writeString(directory.resolve("two"), "s3cret s3cret");
        Path large = Files.writeString(directory.resolve("large"), "x".repeat(5_000));

        // When
        var problems = Loading.with("MACKEREL_APIKEY_FILE", empty.toString()).problems();

        // Then
        assertThat(problems)
                .containsExactly("MACKEREL_APIKEY_FILE: the key file " + empty + " is empty; put the API key into it");
        assertThat(Loading.with("MACKEREL_APIKEY_FILE", twoWords.toString()).problems())
                .singleElement()
                .asString()
                .contains("holds a space")
                .doesNotContain("s3cret");
        assertThat(Loading.with("MACKEREL_APIKEY_FILE", large.toString())
                        .problems()
                        .toString())
                .contains("is larger than 4 KiB");
        assertThat(Loading.with("MACKEREL_APIKEY_FILE", directory.toString())
                        .problems()
                        .toString())
                .contains("is a directory");
        assertThat(Loading.with("MACKEREL_APIKEY_FILE", directory.resolve("no").toString())
                        .problems()
                        .toString())
                .contains("does not exist; mount it, or correct the path");
    }

    @Test
    void aChangedFileIsReadAgain() throws IOException {
        // Given
        ApiKeySource.KeyFile source = ApiKeySource.KeyFile.read(keyFile.toString());
        Files.writeString(keyFile, "another-key");

        // When
        ApiKey key = source.readAgain();

        // Then
        assertThat(key).isEqualTo(new ApiKey("another-key"));
        assertThat(source.key()).isEqualTo(new ApiKey("key-of-the-file"));
        Path gone = directory.resolve("gone");
        assertThatIllegalArgumentException().isThrownBy(() -> ApiKeySource.KeyFile.read(gone.toString()));
    }
}
