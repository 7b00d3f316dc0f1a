package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskingTest {
    @TempDir
    private Path directory;

    private final Masking masking = new Masking();

    @Test
    void whateverTheConfigurationHoldsOfSecretsIsTakenOut() {
        // Given
        masking.remember(Loading.file(
                        directory,
                        "apikey: the-api-key",
                        "plugin:",
                        "  metrics: {a: {command: x, env: {T: metric-env}}}",
                        "  checks: {b: {command: x, env: {T: check--env, SHORT: '80'}}}",
                        "readinessProbe:",
                        "  http:",
                        "    path: /a?token=in-query",
                        "    headers: [{name: A, value: in-header}]",
                        "    proxy: http://me:proxy-password@p:1")
                .and("HTTPS_PROXY", "http://me:https-password@p:1")
                .config());

        // When
        String masked = masking.apply("the-api-key metric-env check--env token=in-query in-header proxy-password"
                + " https-password port 80");

        // Then
        assertThat(masked).isEqualTo("**** **** **** **** **** **** **** port 80");
    }

    @Test
    void theAddressOfTheConfigurationMayHoldSecrets() {
        // Given
        AgentConfig config = Loading.with(
                        "MACKEREL_AGENT_CONFIG", "https://user:basic-password@c.example/a?sig=signature")
                .over((location, proxies) -> "memo: x".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .config();
        masking.remember(config);

        // When
        String masked = masking.apply("basic-password sig=signature user:basic-password");

        // Then
        assertThat(masked).isEqualTo("**** **** ****");
    }

    @Test
    void aProbeThatRunsACommandHasSecretsToo() {
        // Given
        masking.remember(Loading.file(directory, "readinessProbe: {exec: {command: x, env: {T: probe-env}}}")
                .config());

        // When
        String masked = masking.apply("<probe-env>");

        // Then
        assertThat(masked).isEqualTo("<****>");
    }

    @Test
    void theLongerOfTwoSecretsGoesFirst() {
        // Given
        masking.remember(new ApiKey("secret-1"));
        masking.remember(new ApiKey("secret-12345"));

        // When
        String masked = masking.apply("secret-12345 secret-1");

        // Then
        assertThat(masked).isEqualTo("**** ****");
    }

    @Test
    void secretsOfEarlierConfigurationsStaySecretWithinBounds() {
        // Given
        masking.remember(new ApiKey("very-first-key"));
        for (int i = 0; i < 1_001; i++) {
            masking.remember(new ApiKey("secret-number-" + i + "-"));
        }

        // When
        String masked = masking.apply("secret-number-1- secret-number-1000-");

        // Then
        assertThat(masked).isEqualTo("**** ****");
        assertThat(masking.apply("very-first-key")).isEqualTo("very-first-key");
    }
}
