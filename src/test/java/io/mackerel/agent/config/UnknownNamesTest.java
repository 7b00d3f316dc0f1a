package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownNamesTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "apiKey, apikey",
        "api_key, apikey",
        "role, roles",
        "rolse, roles",
        "displayname, displayName",
        "metricInterval, metricsInterval",
        "readinesProbe, readinessProbe",
        "plugins, plugin",
        "host_id_store, hostIdStore",
        "ignoreContainers, ignoreContainer",
    })
    void aMistypedKeyIsAWarningThatNamesTheNearestOne(String key, String nearest) {
        // Given
        Loading loading = Loading.file(directory, "# comment", key + ": x");

        // When
        var warnings = loading.warnings();

        // Then
        assertThat(warnings)
                .singleElement()
                .asString()
                .endsWith("agent.yaml:2: " + key + ": is unknown and ignored; did you mean " + nearest + "?");
    }

    @Test
    void aKeyLikeNoOtherIsAWarningThatListsAll() {
        // Given
        Loading loading = Loading.file(directory, "colour: blue");

        // When
        var warnings = loading.warnings();

        // Then
        assertThat(warnings)
                .singleElement()
                .asString()
                .endsWith(
                        ": colour: is unknown and ignored; known keys are apibase, apikey, apikeyFile, checksInterval,"
                                + " displayName, display_name, hostIdStore, hostStatusOnStart, ignoreContainer, memo,"
                                + " metricsInterval, plugin, readinessProbe, roles, root, shutdownTimeout");
    }

    @Test
    void severalUnknownKeysListTheKnownOnesOnce() {
        // Given
        Loading loading = Loading.file(directory, "rolse: []", "colour: x", "size: x", "memos: x", "weight: x");

        // When
        var warnings = loading.warnings();

        // Then
        assertThat(warnings).hasSize(5);
        assertThat(warnings.get(0)).endsWith("rolse: is unknown and ignored; did you mean roles?");
        assertThat(warnings.get(1)).contains("colour: is unknown and ignored; known keys are apibase, ");
        assertThat(warnings.get(2)).endsWith("size: is unknown and ignored");
        assertThat(warnings.get(3)).endsWith("memos: is unknown and ignored; did you mean memo?");
        assertThat(warnings.get(4)).endsWith("weight: is unknown and ignored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{apikey:s3cret}", "{apikey=s3cret: x}", "'apikey s3cret': x"})
    void aKeyThatIsNoNameIsNotShownInFull(String text) {
        // Given
        Loading loading = Loading.file(directory, text);

        // When
        var warnings = loading.warnings();

        // Then
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("...: is unknown")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "MACKEREL_DISPLAYNAME, MACKEREL_DISPLAY_NAME",
        "MACKEREL_API_KEY, MACKEREL_APIKEY",
        "MACKEREL_ROLE, MACKEREL_ROLES",
        "MACKEREL_HOST_STATUS_ONSTART, MACKEREL_HOST_STATUS_ON_START",
        "MACKEREL_KUBERNETES_KUBELET_READONLY_PORT, MACKEREL_KUBERNETES_KUBELET_READ_ONLY_PORT",
    })
    void aMistypedVariableIsAWarningThatNamesTheNearestOne(String variable, String nearest) {
        // Given
        Loading loading = Loading.with(variable, "x");

        // When
        var warnings = loading.warnings();

        // Then
        assertThat(warnings).containsExactly(variable + ": is unknown and ignored; did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MACKEREL_PORT",
                "MACKEREL_SERVICE_HOST",
                "MACKEREL_PORT_80_TCP_ADDR",
                "MACKEREL_PLUGIN_WORKDIR",
                "MACKEREL_AGENT_PLUGIN_META",
                "DISPLAY_NAME",
            })
    void aVariableOfOthersIsNotMentioned(String variable) {
        // Given
        Loading loading = Loading.with(variable, "x");

        // When
        var warnings = loading.warnings();

        // Then
        assertThat(warnings).isEmpty();
    }
}
