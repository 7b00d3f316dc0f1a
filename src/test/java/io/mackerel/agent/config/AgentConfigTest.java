package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.mackerel.agent.host.HostStatus;
import io.mackerel.agent.host.RoleFullname;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigTest {
    @TempDir
    private Path directory;

    @Test
    void nothingGivenMeansTheDefaults() {
        // Given
        ConfigLoader loader = new ConfigLoader(Map.of(), Loading.NO_NETWORK);

        // When
        ConfigOutcome outcome = loader.load(ApiKeyRule.OPTIONAL);

        // Then
        AgentConfig expected = new AgentConfig(
                null,
                Duration.ZERO,
                null,
                URI.create("https://api.mackerelio.com/"),
                Path.of("/var/tmp/mackerel-container-agent"),
                HostIdStorage.FILE,
                List.of(),
                null,
                null,
                null,
                null,
                Duration.ofSeconds(25),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                LogLevel.INFO,
                PluginsConfig.NONE,
                null,
                new PlatformConfig(
                        PlatformChoice.AUTO,
                        Loading.NO_ECS,
                        new KubernetesConfig(
                                null,
                                null,
                                10250,
                                null,
                                false,
                                null,
                                Path.of("/var/run/secrets/kubernetes.io/serviceaccount"),
                                null,
                                null,
                                null)),
                new ProxyConfig(null, null, List.of()));
        assertThat(outcome).isEqualTo(new ConfigOutcome.Loaded(expected, List.of()));
    }

    @Test
    void everyKeyOfTheFileIsRead() {
        // Given
        Loading loading = Loading.file(
                directory,
                "apikey: file-key",
                "apibase: https://mackerel.example:8443/stub",
                "root: /data",
                "hostIdStore: memory",
                "roles:",
                "  - shop:app",
                "  - 'shop: db'",
                "displayName: Shop",
                "memo: 2024-01-01",
                "ignoreContainer: \\Alog-",
                "hostStatusOnStart: standby",
                "shutdownTimeout: 2s",
                "metricsInterval: 1m30s",
                "checksInterval: 1500ms");

        // When
        AgentConfig config = loading.config();

        // Then
        assertThat(config.apiKey()).isEqualTo(new ApiKeySource.Literal(new ApiKey("file-key")));
        assertThat(config.apiBase()).isEqualTo(URI.create("https://mackerel.example:8443/stub/"));
        assertThat(config.root()).isEqualTo(Path.of("/data"));
        assertThat(config.hostIdStore()).isEqualTo(HostIdStorage.MEMORY);
        assertThat(config.roles()).containsExactly(new RoleFullname("shop", "app"), new RoleFullname("shop", "db"));
        assertThat(config.displayName()).isEqualTo("Shop");
        assertThat(config.memo()).isEqualTo("2024-01-01");
        assertThat(config.ignoreContainer()).extracting(Pattern::pattern).isEqualTo("\\Alog-");
        assertThat(config.hostStatusOnStart()).isEqualTo(HostStatus.STANDBY);
        assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.metricsInterval()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.checksInterval()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void everyVariableIsRead() {
        // Given
        Loading loading = Loading.with("MACKEREL_APIKEY", "environment-key\n")
                .and("MACKEREL_APIBASE", "https://mackerel.example/")
                .and("MACKEREL_AGENT_ROOT", "/data")
                .and("MACKEREL_HOST_ID_STORE", "Memory")
                .and("MACKEREL_ROLES", "shop:app, shop: db,")
                .and("MACKEREL_DISPLAY_NAME", " Shop ")
                .and("MACKEREL_MEMO", "from the environment")
                .and("MACKEREL_IGNORE_CONTAINER", "log")
                .and("MACKEREL_HOST_STATUS_ON_START", "poweroff")
                .and("MACKEREL_SHUTDOWN_TIMEOUT", "1h")
                .and("MACKEREL_METRICS_INTERVAL", "1s")
                .and("MACKEREL_CHECKS_INTERVAL", "2m")
                .and("MACKEREL_LOG_LEVEL", "debug")
                .and("MACKEREL_AGENT_CONFIG_POLLING_DURATION_MINUTES", "5");

        // When
        AgentConfig config = loading.config();

        // Then
        assertThat(config.apiKey()).isEqualTo(new ApiKeySource.Literal(new ApiKey("environment-key")));
        assertThat(config.apiBase()).isEqualTo(URI.create("https://mackerel.example/"));
        assertThat(config.root()).isEqualTo(Path.of("/data"));
        assertThat(config.hostIdStore()).isEqualTo(HostIdStorage.MEMORY);
        assertThat(config.roles()).containsExactly(new RoleFullname("shop", "app"), new RoleFullname("shop", "db"));
        assertThat(config.displayName()).isEqualTo("Shop");
        assertThat(config.memo()).isEqualTo("from the environment");
        assertThat(config.ignoreContainer()).extracting(Pattern::pattern).isEqualTo("log");
        assertThat(config.hostStatusOnStart()).isEqualTo(HostStatus.POWEROFF);
        assertThat(config.shutdownTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(config.metricsInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.checksInterval()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.logLevel()).isEqualTo(LogLevel.DEBUG);
        assertThat(config.polling()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void anIntervalOfZeroIsRefused() {
        // Given
        AgentConfig config = Loading.with("MACKEREL_APIKEY", "k").config();

        // When, Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AgentConfig(
                        null,
                        Duration.ZERO,
                        config.apiKey(),
                        config.apiBase(),
                        config.root(),
                        config.hostIdStore(),
                        config.roles(),
                        null,
                        null,
                        null,
                        null,
                        config.shutdownTimeout(),
                        Duration.ZERO,
                        config.checksInterval(),
                        config.logLevel(),
                        PluginsConfig.NONE,
                        null,
                        config.platform(),
                        config.proxy()));
    }
}
