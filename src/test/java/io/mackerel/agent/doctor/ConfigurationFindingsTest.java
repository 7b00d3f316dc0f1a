package io.mackerel.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.config.ApiKeyRule;
import io.mackerel.agent.config.ConfigLoader;
import io.mackerel.agent.config.ConfigOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFindingsTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsLoadedSaysWhereFrom() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("agent.yaml"), "memmo: x\n");

        // When
        List<Finding> findings = ConfigurationFindings.of(load(Map.of("MACKEREL_AGENT_CONFIG", file.toString())));

        // Then
        assertThat(findings).extracting(Finding::outcome).containsExactly(Outcome.OK, Outcome.NOTE);
        assertThat(findings.getFirst().text()).isEqualTo("from " + file + " and the environment; 1 warning");
        assertThat(findings.getLast().text()).contains(file + ":1", "memo");
    }

    @Test
    void everyProblemIsFatal() {
        // When
        List<Finding> findings = ConfigurationFindings.of(
                load(Map.of("MACKEREL_ROLES", "no role", "MACKEREL_METRICS_INTERVAL", "often")));

        // Then
        assertThat(findings).extracting(Finding::outcome).containsExactly(Outcome.FATAL, Outcome.FATAL);
        assertThat(findings.getFirst().text()).startsWith("MACKEREL_METRICS_INTERVAL: ");
    }

    @Test
    void theKeysOriginIsToldButNotTheKey() throws IOException {
        // Given
        Path keyFile = Files.writeString(folder.resolve("key"), "key-in-file");
        AgentConfig variable = config(Map.of("MACKEREL_APIKEY", "key-in-variable"));
        AgentConfig file = config(Map.of("MACKEREL_APIKEY_FILE", keyFile.toString()));
        AgentConfig none = config(Map.of());

        // When
        List<Finding> findings = List.of(
                ConfigurationFindings.ofKey(variable, false),
                ConfigurationFindings.ofKey(file, false),
                ConfigurationFindings.ofKey(none, false));

        // Then
        assertThat(findings)
                .extracting(Finding::text)
                .containsExactly("MACKEREL_APIKEY", "read from the file " + keyFile, "not checked: there is none");
    }

    private static AgentConfig config(Map<String, String> environment) {
        return ((ConfigOutcome.Loaded) load(environment)).config();
    }

    private static ConfigOutcome load(Map<String, String> environment) {
        return new ConfigLoader(environment, (location, proxies) -> new byte[0]).load(ApiKeyRule.OPTIONAL);
    }
}
