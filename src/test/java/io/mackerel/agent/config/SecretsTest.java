package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that is printed of an outcome holds a secret. */
class SecretsTest {
    @TempDir
    private Path directory;

    @Test
    void aLoadedConfigurationPrintsItsSecretsMasked() {
        // Given
        Loading loading = Loading.file(directory, "apikey: s3cret-in-file")
                .and("MACKEREL_APIKEY", "s3cret-in-environment")
                .and("http_proxy", "me:s3cret@proxy:3128")
                .and("https_proxy", "http://me:s3cret@proxy:3128")
                .and("no_proxy", "http://me:s3cret@direct.example");

        // When
        ConfigOutcome outcome = loading.outcome();

        // Then
        assertThat(outcome).isInstanceOf(ConfigOutcome.Loaded.class);
        assertThat(outcome.toString()).contains("****").doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apikey: s3cret x",
                "apikey: [s3cret]",
                "apikey: {s3cret: s3cret}",
                "apikey: 's3cret",
                "apikey: *s3cret",
                "apikey: &s3cret",
                "apikey: !s3cret",
                "apikey: !!s3cret x",
                "apikey: \"s3cret\\s3cret\"",
                "apikey: %s3cret",
                "apikey: s3cret: s3cret",
                "apikey: 's3cret' s3cret",
                "apikey:s3cret",
                "root: /x\napikey:s3cret",
                "{apikey:s3cret}",
                "apikey: |9s3cret",
                "apikey: s3cret\n  s3cret\n s3cret",
                "apikey: s3cret\napikey: s3cret",
                "? [s3cret]\n: s3cret",
                "apibase: https://me:s3cret@api.example/",
                "apibase: https://s3cret s3cret/",
                "plugin: {metrics: {a: {env: {A: s3cret}}}}\nmemo: []",
            })
    void aFaultyFileIsNeverQuotedWhereASecretMayStand(String text) {
        // Given
        Loading loading = Loading.file(directory, text)
                .and("MACKEREL_APIKEY", "s3cret s3cret")
                .and("MACKEREL_APIBASE", "https://me:s3cret@api.example")
                .and("http_proxy", "socks5://me:s3cret@proxy")
                .and("https_proxy", "me:s3cret%x@proxy");

        // When
        ConfigOutcome outcome = loading.outcome(ApiKeyRule.REQUIRED);

        // Then
        assertThat(outcome).isInstanceOf(ConfigOutcome.Invalid.class);
        assertThat(outcome.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://me:s3cret@api example/",
                "file://me:s3cret@host/a b",
                "file:///s3cret#s3cret",
                "/s3cret\0",
                "https://me:s3cret@my_host/",
                "me:s3cret%x@proxy",
            })
    void noCauseOfARefusalQuotesTheAddress(String address) {
        // Given
        Stream<Consumer<String>> readings = Stream.of(
                text -> ApiBase.parse(text, warning -> {}),
                MetadataUri::parse,
                text -> ConfigLocation.parse(text, warning -> {}),
                Proxy::parse);

        // When
        Stream<Throwable> chain = readings.map(reading -> refusal(reading, address))
                .flatMap(refusal -> Stream.iterate(refusal, Objects::nonNull, Throwable::getCause));

        // Then
        assertThat(chain)
                .isNotEmpty()
                .allSatisfy(link -> assertThat(link.toString()).doesNotContain("s3cret"));
    }

    private static @Nullable Throwable refusal(Consumer<String> reading, String text) {
        return catchThrowableOfType(IllegalArgumentException.class, () -> reading.accept(text));
    }
}
