package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigChangesTest {
    private static final String BEFORE =
            "plugin: {metrics: {a: {command: x}, b: {command: y}}, checks: {c: {command: z}}}";

    @TempDir
    private Path directory;

    @Test
    void whatIsReadAgainHasNotChanged() {
        // Given
        String[] lines = {"ignoreContainer: ^log", "roles: ['s1:r1']", BEFORE, "readinessProbe: {http: {path: /}}"};
        AgentConfig before = Loading.file(directory, lines).config();
        AgentConfig after = Loading.file(directory, lines).config();

        // When
        List<String> changes = ConfigChanges.between(before, after);

        // Then
        assertThat(changes).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "apikey: other | apikey",
                "apibase: https://other.example/ | apibase",
                "root: /other | root",
                "hostIdStore: memory | hostIdStore",
                "roles: ['s1:r1'] | roles",
                "displayName: x | displayName",
                "memo: x | memo",
                "ignoreContainer: x | ignoreContainer",
                "hostStatusOnStart: standby | hostStatusOnStart",
                "shutdownTimeout: 2s | shutdownTimeout",
                "metricsInterval: 2s | metricsInterval",
                "checksInterval: 2s | checksInterval",
                "readinessProbe: {tcp: {port: 1}} | readinessProbe",
                "plugin: {metrics: {a: {command: x}}} | plugin.metrics.a",
                "plugin: {checks: {a: {command: x}}} | plugin.checks.a",
            })
    void eachKeyIsNoticed(String line, String expected) {
        // Given
        AgentConfig before = Loading.file(directory, "").config();
        AgentConfig after = Loading.file(directory, line).config();

        // When
        List<String> changes = ConfigChanges.between(before, after);

        // Then
        assertThat(changes).containsExactly(expected);
    }

    @Test
    void onlyThePluginsThatDifferAreNamed() {
        // Given
        AgentConfig before = Loading.file(directory, BEFORE).config();
        AgentConfig after = Loading.file(
                        directory,
                        "plugin: {metrics: {b: {command: y, env: {T: s3cret}}, n: {command: x}}, checks: {c: {command: z}}}")
                .config();

        // When
        List<String> changes = ConfigChanges.between(before, after);

        // Then
        assertThat(changes).containsExactly("plugin.metrics.a", "plugin.metrics.b", "plugin.metrics.n");
    }
}
