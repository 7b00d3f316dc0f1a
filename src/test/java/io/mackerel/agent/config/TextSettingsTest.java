package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the text of single settings is read. */
class TextSettingsTest {
    @ParameterizedTest
    @CsvSource({"1s, PT1S", "1m30s, PT1M30S", "1500ms, PT1.5S", "1h, PT1H", "59m60s, PT1H", "0m2s, PT2S"})
    void aDurationNamesItsUnits(String text, Duration expected) {
        // Given
        Loading loading = Loading.with("MACKEREL_METRICS_INTERVAL", text);

        // When
        Duration interval = loading.config().metricsInterval();

        // Then
        assertThat(interval).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "60, '''60'' is no duration; write it like 60s'",
        "0, '''0'' is no duration; write one from 1s to 1h, such as 25s or 1m30s'",
        "1, '''1'' is no duration; write it like 1s'",
        "3600, '''3600'' is no duration; write it like 3600s'",
        "3601, '''3601'' is no duration; write one from 1s to 1h, such as 25s or 1m30s'",
        "1.5s, '''1.5s'' is no duration; write one from 1s to 1h, such as 25s or 1m30s'",
        "-5s, '''-5s'' is no duration; write one from 1s to 1h, such as 25s or 1m30s'",
        "30s1m, '''30s1m'' is no duration; write one from 1s to 1h, such as 25s or 1m30s'",
        "9999999999s, '''9999999999s'' is no duration; write one from 1s to 1h, such as 25s or 1m30s'",
        "soon, '''soon'' is no duration; write one from 1s to 1h, such as 25s or 1m30s'",
        "0s, '''0s'' is out of range; from 1s to 1h are allowed'",
        "999ms, '''999ms'' is out of range; from 1s to 1h are allowed'",
        "1h1ms, '''1h1ms'' is out of range; from 1s to 1h are allowed'",
        "999999999h, '''999999999h'' is out of range; from 1s to 1h are allowed'",
    })
    void aDurationThatWillNotDoIsAnsweredWithOneThatWould(String text, String message) {
        // Given
        Loading loading = Loading.with("MACKEREL_SHUTDOWN_TIMEOUT", text);

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).containsExactly("MACKEREL_SHUTDOWN_TIMEOUT: " + message);
    }

    @ParameterizedTest
    @CsvSource({
        "TRACE, TRACE",
        "debug, DEBUG",
        "Info, INFO",
        "WARN, WARN",
        "warning, WARN",
        "ERROR, ERROR",
        "CRITICAL, ERROR"
    })
    void aLogLevelIsNamedInAnyCaseAndAsInTheOlderAgents(String text, LogLevel expected) {
        // Given
        Loading loading = Loading.with("MACKEREL_LOG_LEVEL", text);

        // When
        LogLevel level = loading.config().logLevel();

        // Then
        assertThat(level).isEqualTo(expected);
    }

    @Test
    void anUnknownLogLevelIsAnsweredWithTheKnownOnes() {
        // Given
        Loading loading = Loading.with("MACKEREL_LOG_LEVEL", "verbose");

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems)
                .containsExactly(
                        "MACKEREL_LOG_LEVEL: 'verbose' is no log level; use one of trace, debug, info, warn, error");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example, https://api.example/",
        "https://api.example/, https://api.example/",
        "https://api.example/a/b, https://api.example/a/b/",
        "https://api.example:8443/a%20b, https://api.example:8443/a%20b/",
    })
    void aSlashIsPutAtTheEndOfTheApiBase(String text, URI expected) {
        // Given
        Loading loading = Loading.with("MACKEREL_APIBASE", text);

        // When
        URI base = loading.config().apiBase();

        // Then
        assertThat(base).isEqualTo(expected);
        assertThat(loading.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.mackerelio.com",
                "/api",
                "ftp://api.example/",
                "https:///path",
                "https:api.example",
                "https://api.example:99999/",
                "https://api.example:0/",
                "https://me:s3cret@api.example/",
                "https://api.example/?key=s3cret",
                "https://api.example/#s3cret",
                "https://s3cret api/",
            })
    void anApiBaseThatIsNoPlainWebAddressIsRefusedWithoutQuotingIt(String text) {
        // Given
        Loading loading = Loading.with("MACKEREL_APIBASE", text);

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("MACKEREL_APIBASE: ")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://my_host/",
                "https://me:s3cret@my_host/",
                "https://-api.example/",
                "https://api.example:s3cret/",
                "https://api.example:99999/",
            })
    void aHostThatCannotBeOneIsAnsweredWithWhatHostsHold(String text) {
        // Given
        Loading loading = Loading.with("MACKEREL_APIBASE", text);

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems)
                .containsExactly("MACKEREL_APIBASE: has a wrong host or port: host names hold letters, digits, '-' and"
                        + " '.', ports lie between 1 and 65535");
    }

    @Test
    void anUnencryptedApiBaseIsWarnedAbout() {
        // Given
        Loading loading = Loading.with("MACKEREL_APIBASE", "http://api.example/");

        // When
        var warnings = loading.warnings();

        // Then
        assertThat(warnings)
                .containsExactly("MACKEREL_APIBASE: plain http:// sends the API key unencrypted; use https://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080", "http://127.0.0.1:1", "http://[::1]/"})
    void anUnencryptedApiBaseOnThisMachineIsFine(String text) {
        // Given
        Loading loading = Loading.with("MACKEREL_APIBASE", text);

        // When
        var warnings = loading.warnings();

        // Then
        assertThat(warnings).isEmpty();
    }

    @Test
    void theKnownWordsAreListedForAStoreAndAStatus() {
        // Given
        Loading loading =
                Loading.with("MACKEREL_HOST_ID_STORE", "disk").and("MACKEREL_HOST_STATUS_ON_START", "running");

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems)
                .containsExactly(
                        "MACKEREL_HOST_ID_STORE: 'disk' is no host id store; use one of file, memory",
                        "MACKEREL_HOST_STATUS_ON_START: 'running' is no host status;"
                                + " use one of working, standby, maintenance, poweroff");
    }

    @Test
    void everyWrongRoleOfAVariableIsNamed() {
        // Given
        Loading loading = Loading.with("MACKEREL_ROLES", "shop:app,shop,x:y");

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems)
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).startsWith("MACKEREL_ROLES: "));
        assertThat(problems.getFirst()).endsWith("'shop' is no role; write service:role");
    }
}
