package io.mackerel.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

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
        Path file = Files.writeString(folder.resolve("agent.yaml"), "apikey: key-in-configuration\n");

        // When
        List<Finding> findings = List.of(
                ofKey(Map.of("MACKEREL_APIKEY", "key-in-variable")),
                ofKey(Map.of("MACKEREL_APIKEY", "key-in-variable", "MACKEREL_AGENT_CONFIG", file.toString())),
                ofKey(Map.of("MACKEREL_APIKEY_FILE", keyFile.toString())),
                ofKey(Map.of()));

        // Then
        assertThat(findings)
                .extracting(Finding::text)
                .containsExactly(
                        "from MACKEREL_APIKEY",
                        "from " + file + ":1, wins over MACKEREL_APIKEY",
                        "read from the file " + keyFile + ", as MACKEREL_APIKEY_FILE says",
                        "not checked: there is none");
    }

    private static Finding ofKey(Map<String, String> environment) {
        return ConfigurationFindings.ofKey((ConfigOutcome.Loaded) load(environment));
    }

    private static ConfigOutcome load(Map<String, String> environment) {
        return new ConfigLoader(environment, (location, proxies) -> new byte[0]).load(ApiKeyRule.OPTIONAL);
    }
}
