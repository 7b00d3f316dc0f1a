package io.mackerel.agent.config;

import io.mackerel.agent.host.HostStatus;
import io.mackerel.agent.host.RoleFullname;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The table of all settings that this version acts on. */
final class Settings {
    static final Setting<Path> CONFIG_FILE = Setting.variable("MACKEREL_AGENT_CONFIG", null, ConfigLocation::path);
    static final Setting<ApiKey> API_KEY = Setting.of("apikey", "MACKEREL_APIKEY", null, ApiKey::new);
    static final Setting<URI> API_BASE = Setting.warning(
            List.of("apibase"), List.of("MACKEREL_APIBASE"), "https://api.mackerelio.com/", ApiBase::parse);
    static final Setting<Path> ROOT =
            Setting.of("root", "MACKEREL_AGENT_ROOT", "/var/tmp/mackerel-container-agent", Path::of);
    static final Setting<HostIdStorage> HOST_ID_STORE = Setting.of(
            "hostIdStore",
            "MACKEREL_HOST_ID_STORE",
            "file",
            text -> Choices.parse(HostIdStorage.values(), "host id store", text));
    static final Setting<RoleFullname> ROLES =
            Setting.of("roles", "MACKEREL_ROLES", null, RoleFullname::parse).asList();
    static final Setting<String> DISPLAY_NAME = Setting.of(
                    "displayName", "MACKEREL_DISPLAY_NAME", null, Function.<String>identity())
            .alsoSpelled("display_name");
    static final Setting<String> MEMO = Setting.of("memo", "MACKEREL_MEMO", null, Function.<String>identity());
    static final Setting<Pattern> IGNORE_CONTAINER =
            Setting.of("ignoreContainer", "MACKEREL_IGNORE_CONTAINER", null, ContainerPattern::compile);
    static final Setting<HostStatus> HOST_STATUS_ON_START =
            Setting.of("hostStatusOnStart", "MACKEREL_HOST_STATUS_ON_START", null, HostStatus::parse);
    static final Setting<Duration> SHUTDOWN_TIMEOUT =
            Setting.of("shutdownTimeout", "MACKEREL_SHUTDOWN_TIMEOUT", "25s", DurationText::parse);
    static final Setting<Duration> METRICS_INTERVAL =
            Setting.of("metricsInterval", "MACKEREL_METRICS_INTERVAL", "60s", DurationText::parse);
    static final Setting<Duration> CHECKS_INTERVAL =
            Setting.of("checksInterval", "MACKEREL_CHECKS_INTERVAL", "60s", DurationText::parse);
    static final Setting<LogLevel> LOG_LEVEL = Setting.variable("MACKEREL_LOG_LEVEL", "INFO", LogLevel::parse);
    static final Setting<PlatformChoice> PLATFORM =
            Setting.warning(List.of(), List.of("MACKEREL_CONTAINER_PLATFORM"), "auto", PlatformChoice::parse);
    static final Setting<EcsSource> ECS_SOURCE = Setting.variable(
            "MACKEREL_ECS_SOURCE", null, text -> Choices.parse(EcsSource.values(), "ECS source", text));
    static final Setting<URI> ECS_METADATA_V4 =
            Setting.variable("ECS_CONTAINER_METADATA_URI_V4", null, MetadataUri::parse);
    static final Setting<URI> ECS_METADATA_V3 =
            Setting.variable("ECS_CONTAINER_METADATA_URI", null, MetadataUri::parse);
    static final Setting<String> AWS_EXECUTION_ENV =
            Setting.variable("AWS_EXECUTION_ENV", null, Function.<String>identity());
    static final Setting<String> KUBERNETES_SERVICE_HOST =
            Setting.variable("KUBERNETES_SERVICE_HOST", null, Function.<String>identity());
    static final Setting<Proxy> HTTP_PROXY = Setting.warning(
            List.of(), List.of("http_proxy", "HTTP_PROXY"), null, (text, warnings) -> Proxy.parse(text));
    static final Setting<Proxy> HTTPS_PROXY = Setting.warning(
            List.of(), List.of("https_proxy", "HTTPS_PROXY"), null, (text, warnings) -> Proxy.parse(text));
    static final Setting<List<NoProxyRule>> NO_PROXY =
            Setting.warning(List.of(), List.of("no_proxy", "NO_PROXY"), null, NoProxyText::parse);

    static final List<Setting<?>> ALL = List.of(
            CONFIG_FILE,
            API_KEY,
            API_BASE,
            ROOT,
            HOST_ID_STORE,
            ROLES,
            DISPLAY_NAME,
            MEMO,
            IGNORE_CONTAINER,
            HOST_STATUS_ON_START,
            SHUTDOWN_TIMEOUT,
            METRICS_INTERVAL,
            CHECKS_INTERVAL,
            LOG_LEVEL,
            PLATFORM,
            ECS_SOURCE,
            ECS_METADATA_V4,
            ECS_METADATA_V3,
            AWS_EXECUTION_ENV,
            KUBERNETES_SERVICE_HOST,
            HTTP_PROXY,
            HTTPS_PROXY,
            NO_PROXY);

    private Settings() {}
}
