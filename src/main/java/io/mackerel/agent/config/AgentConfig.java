package io.mackerel.agent.config;

import io.mackerel.agent.host.HostStatus;
import io.mackerel.agent.host.RoleFullname;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a user can set.
 *
 * @param location of the file; absent: none is configured
 * @param polling how often the configuration is read again; zero: never
 * @param apiKey absent only where the command needs none
 * @param apiBase ends in a slash, so that {@code resolve("api/v0/...")} keeps its path
 * @param root not checked for existence
 * @param ignoreContainer to be searched for in a container's name, not matched against the whole
 * @param shutdownTimeout positive, as the two intervals are
 */
public record AgentConfig(
        @Nullable ConfigLocation location,
        Duration polling,
        @Nullable ApiKeySource apiKey,
        URI apiBase,
        Path root,
        HostIdStorage hostIdStore,
        List<RoleFullname> roles,
        @Nullable String displayName,
        @Nullable String memo,
        @Nullable Pattern ignoreContainer,
        @Nullable HostStatus hostStatusOnStart,
        Duration shutdownTimeout,
        Duration metricsInterval,
        Duration checksInterval,
        LogLevel logLevel,
        PluginsConfig plugins,
        @Nullable ReadinessProbeConfig readinessProbe,
        PlatformConfig platform,
        ProxyConfig proxy) {

    public AgentConfig {
        roles = List.copyOf(roles);
        requirePositive(shutdownTimeout);
        requirePositive(metricsInterval);
        requirePositive(checksInterval);
    }

    private static void requirePositive(Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException("not a positive duration: " + duration);
        }
    }
}
