package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginsTest {
    @TempDir
    private Path directory;

    @Test
    void aValueOfTheFileHasItsLineAndTheVariableThatItWinsOver() {
        // Given
        Loading loading = Loading.file(directory, "# a file", "memo: file", "display_name: Shop")
                .and("MACKEREL_MEMO", "environment");

        // When
        Origins origins = loading.loaded().origins();

        // Then
        assertThat(origins.remark(Settings.MEMO)).isEqualTo(directory + "/agent.yaml:2, wins over MACKEREL_MEMO");
        assertThat(origins.remark(Settings.DISPLAY_NAME)).isEqualTo(directory + "/agent.yaml:3");
    }

    @Test
    void aBlankValueOfTheFileIsNoOrigin() {
        // Given
        Loading loading = Loading.file(directory, "memo: ' '", "root:", "readinessProbe: {tcp: {port: 1, host: }}")
                .and("MACKEREL_MEMO", "environment");

        // When
        Origins origins = loading.loaded().origins();

        // Then
        assertThat(origins.remark(Settings.MEMO)).isEqualTo("MACKEREL_MEMO");
        assertThat(origins.remark(Settings.ROOT)).isEqualTo("default");
        assertThat(origins.remark("readinessProbe.tcp.port", "default")).endsWith("agent.yaml:3");
        assertThat(origins.remark("readinessProbe.tcp.host", "default")).isEqualTo("default");
    }

    @Test
    void aVariableThatIsSpelledTwiceWinsOverTheOther() {
        // Given
        Loading loading = Loading.with("http_proxy", "http://me:s3cret@a:1").and("HTTP_PROXY", "b:2");

        // When
        Origin origin = loading.loaded().origins().of(Settings.HTTP_PROXY);

        // Then
        assertThat(origin).hasToString("http_proxy, wins over HTTP_PROXY");
        assertThat(origin.shown()).isEqualTo("http://me:****@a:1");
    }

    @Test
    void nestedKeysHaveTheirLines() {
        // Given
        Loading loading = Loading.file(
                directory,
                "plugin:",
                "  metrics:",
                "    my.app: &same",
                "      command: x",
                "      env: {A: b}",
                "    other: *same");

        // When
        Origins origins = loading.loaded().origins();

        // Then
        assertThat(origins.remark("plugin.metrics.my.app.command", "")).endsWith("agent.yaml:4");
        assertThat(origins.remark("plugin.metrics.other", "")).endsWith("agent.yaml:6");
        assertThat(origins.remark("plugin.metrics.other.env", "")).endsWith("agent.yaml:5");
        assertThat(origins.remark("plugin.metrics.other.timeoutSeconds", "default"))
                .isEqualTo("default");
    }

    @Test
    void aMappingWithinItselfHasAnEnd() {
        // Given
        Loading loading = Loading.file(directory, "plugin: &p {metrics: {a: {command: x}}, checks: {}, more: *p}");

        // When
        Origins origins = loading.loaded().origins();

        // Then
        assertThat(origins.remark("plugin.metrics.a.command", "")).endsWith("agent.yaml:1");
    }

    @Test
    void originsPrintWithoutNames() {
        // Given
        Loading loading = Loading.file(directory, "plugin: {metrics: {s3cret: {command: x}}}");

        // When
        ConfigOutcome.Loaded loaded = loading.loaded();

        // Then
        assertThat(loaded.origins().toString()).doesNotContain("s3cret");
    }
}
