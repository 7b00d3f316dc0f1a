package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.host.RoleFullname;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrecedenceTest {
    @TempDir
    private Path directory;

    @Test
    void theFileWinsOverTheEnvironment() {
        // Given
        Loading loading = Loading.file(directory, "apikey: file-key", "roles: ['shop:app']", "memo: file")
                .and("MACKEREL_ROLES", "shop:db")
                .and("MACKEREL_MEMO", "environment");

        // When
        AgentConfig config = loading.config();

        // Then
        assertThat(config.apiKey()).isEqualTo(new ApiKeySource.Literal(new ApiKey("file-key")));
        assertThat(config.roles()).containsExactly(new RoleFullname("shop", "app"));
        assertThat(config.memo()).isEqualTo("file");
        assertThat(loading.warnings()).isEmpty();
    }

    @Test
    void whatTheFileLeavesOutComesFromTheEnvironment() {
        // Given
        Loading loading = Loading.file(directory, "memo: file").and("MACKEREL_DISPLAY_NAME", "environment");

        // When
        AgentConfig config = loading.config();

        // Then
        assertThat(config.memo()).isEqualTo("file");
        assertThat(config.displayName()).isEqualTo("environment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memo:", "memo: ~", "memo: null", "memo: ''", "memo: ' '"})
    void anEmptyValueInTheFileCountsAsLeftOut(String line) {
        // Given
        Loading loading = Loading.file(directory, line).and("MACKEREL_MEMO", "environment");

        // When
        String memo = loading.config().memo();

        // Then
        assertThat(memo).isEqualTo("environment");
    }

    @Test
    void anEmptyListInTheFileWins() {
        // Given
        Loading loading = Loading.file(directory, "roles: []").and("MACKEREL_ROLES", "shop:db");

        // When
        AgentConfig config = loading.config();

        // Then
        assertThat(config.roles()).isEmpty();
    }

    @Test
    void anEmptyVariableCountsAsUnset() {
        // Given
        Loading loading = Loading.with("MACKEREL_SHUTDOWN_TIMEOUT", "")
                .and("MACKEREL_LOG_LEVEL", " ")
                .and("MACKEREL_AGENT_CONFIG", "")
                .and("MACKEREL_ROLES", " , ");

        // When
        AgentConfig config = loading.config();

        // Then
        assertThat(config.shutdownTimeout()).hasSeconds(25);
        assertThat(config.logLevel()).isEqualTo(LogLevel.INFO);
        assertThat(config.roles()).isEmpty();
    }

    @Test
    void aFaultInAVariableThatTheFileOverridesIsAWarningOnly() {
        // Given
        Loading loading = Loading.file(directory, "shutdownTimeout: 2s", "roles: ['shop:app']")
                .and("MACKEREL_SHUTDOWN_TIMEOUT", "2")
                .and("MACKEREL_ROLES", "shop");

        // When
        AgentConfig config = loading.config();

        // Then
        assertThat(config.shutdownTimeout()).hasSeconds(2);
        assertThat(loading.warnings())
                .containsExactlyInAnyOrder(
                        "MACKEREL_SHUTDOWN_TIMEOUT: '2' is no duration; write it like 2s (the file's value is used)",
                        "MACKEREL_ROLES: 'shop' is no role; write service:role (the file's value is used)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"displayName: Shop", "display_name: Shop"})
    void bothSpellingsOfTheDisplayNameAreRead(String line) {
        // Given
        Loading loading = Loading.file(directory, line);

        // When
        AgentConfig config = loading.config();

        // Then
        assertThat(config.displayName()).isEqualTo("Shop");
        assertThat(loading.warnings()).isEmpty();
    }

    @Test
    void bothSpellingsOfTheDisplayNameAtOnceAreAProblem() {
        // Given
        Loading loading = Loading.file(directory, "displayName: Shop", "display_name: Shop");

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).containsExactly("agent.yaml:2: display_name: is the same as displayName; remove one");
    }
}
