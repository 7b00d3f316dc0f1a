package io.mackerel.agent.mackerel;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.config.ApiKey;
import io.mackerel.agent.config.ApiKeySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysTest {
    private static final ApiKey FIRST = new ApiKey("first");
    private static final ApiKey SECOND = new ApiKey("second");

    @TempDir
    private Path directory;

    private final List<ApiKey> told = new ArrayList<>();
    private Path file;
    private ApiKeys keys;

    @BeforeEach
    void aFileWithTheFirst() throws IOException {
        file = Files.writeString(directory.resolve("key"), "first\n");
        keys = new ApiKeys(ApiKeySource.KeyFile.read(file.toString()), told::add);
    }

    @Test
    void aReplacedFileBringsItsKeyWithTheNextRequest() throws IOException {
        // Given
        ApiKey before = keys.get();
        replace("second");

        // When
        ApiKey after = keys.get();

        // Then
        assertThat(before).isEqualTo(FIRST);
        assertThat(after).isEqualTo(SECOND);
        assertThat(told).containsExactly(FIRST, SECOND);
    }

    @Test
    void aFileThatHoldsNoKeyAnyMoreLeavesTheLastOne() throws IOException {
        // Given
        keys.get();
        replace("");
        ApiKey whileEmpty = keys.get();
        Files.delete(file);

        // When
        ApiKey whileGone = keys.get();

        // Then
        assertThat(whileEmpty).isEqualTo(FIRST);
        assertThat(whileGone).isEqualTo(FIRST);
        replace("second");
        assertThat(keys.get()).isEqualTo(SECOND);
    }

    @Test
    void aRefusedKeyIsLookedForAgain() throws IOException {
        // Given
        keys.get();
        boolean none = keys.refused(FIRST);
        Files.writeString(file, "other!");

        // When
        boolean another = keys.refused(FIRST);

        // Then
        assertThat(none).isFalse();
        assertThat(another).isTrue();
        assertThat(keys.get()).isEqualTo(new ApiKey("other!"));
    }

    @Test
    void aRefusalOfAKeyThatIsNotInForceAnyMoreIsWorthAnotherTry() {
        // Given
        keys.use(new ApiKeySource.Literal(SECOND));

        // When
        boolean another = keys.refused(FIRST);

        // Then
        assertThat(another).isTrue();
        assertThat(keys.refused(SECOND)).isFalse();
        assertThat(keys.get()).isEqualTo(SECOND);
    }

    private void replace(String text) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), text);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
