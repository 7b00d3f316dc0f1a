package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigProblemTest {
    @Test
    void itPrintsWhereItStandsAndWhatToDo() {
        // Given
        ConfigProblem inFile = new ConfigProblem("/etc/agent.yaml", 7, "roles[1]", "write service:role");
        ConfigProblem wholeFile = new ConfigProblem("/etc/agent.yaml", null, null, "does not exist");
        ConfigProblem variable = new ConfigProblem(null, null, "MACKEREL_ROLES", "write service:role");

        // When
        List<String> printed = List.of(inFile.toString(), wholeFile.toString(), variable.toString());

        // Then
        assertThat(printed)
                .containsExactly(
                        "/etc/agent.yaml:7: roles[1]: write service:role",
                        "/etc/agent.yaml: does not exist",
                        "MACKEREL_ROLES: write service:role");
    }

    @Test
    void whateverTheUserWroteItStaysOneLineOfReasonableLength() {
        // Given
        Loading loading = Loading.with("MACKEREL_LOG_LEVEL", "a\nb\u001b[31m" + "x".repeat(5000));

        // When
        String problem = loading.problems().getFirst();

        // Then
        assertThat(problem)
                .startsWith("MACKEREL_LOG_LEVEL: 'a?b?[31mxxx")
                .endsWith("...")
                .hasSizeLessThan(400);
    }

    @Test
    void anInvalidConfigurationHasAProblem() {
        // Given
        List<ConfigProblem> none = List.of();

        // When, Then
        assertThatIllegalArgumentException().isThrownBy(() -> new ConfigOutcome.Invalid(none, List.of()));
    }
}
