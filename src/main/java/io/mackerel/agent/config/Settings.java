package io.mackerel.agent.config;

import io.mackerel.agent.host.HostStatus;
import io.mackerel.agent.host.RoleFullname;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The table of all settings that this version acts on. */
final class Settings {
    private static final List<Setting<?>> ADDED = new ArrayList<>();
    static final Setting<ConfigLocation> LOCATION =
            added(Setting.warning(List.of(), List.of("MACKEREL_AGENT_CONFIG"), null, ConfigLocation::parse));
    static final Setting<String> S3_REGION = added(Setting.warning(
            List.of(),
            List.of("AWS_REGION", "AWS_DEFAULT_REGION"),
            "us-east-1",
            (text, warnings) -> S3EndpointText.parseRegion(text)));
    static final Setting<URI> S3_ENDPOINT = added(Setting.warning(
            List.of(), List.of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"), null, S3EndpointText::parse));
    static final Setting<Duration> POLLING =
            added(Setting.variable("MACKEREL_AGENT_CONFIG_POLLING_DURATION_MINUTES", "0", WholeNumber::pollingMinutes));
    static final Setting<ApiKeySource.Literal> API_KEY =
            added(Setting.of("apikey", "MACKEREL_APIKEY", null, text -> new ApiKeySource.Literal(new ApiKey(text))));
    static final Setting<ApiKeySource.KeyFile> API_KEY_FILE =
            added(Setting.of("apikeyFile", "MACKEREL_APIKEY_FILE", null, ApiKeySource.KeyFile::read));
    static final Setting<URI> API_BASE = added(Setting.warning(
            List.of("apibase"), List.of("MACKEREL_APIBASE"), "https://api.mackerelio.com/", ApiBase::parse));
    static final Setting<Path> ROOT =
            added(Setting.of("root", "MACKEREL_AGENT_ROOT", "/var/tmp/mackerel-container-agent", Path::of));
    static final Setting<HostIdStorage> HOST_ID_STORE = added(Setting.of(
            "hostIdStore",
            "MACKEREL_HOST_ID_STORE",
            "file",
            text -> Choices.parse(HostIdStorage.values(), "host id store", text)));
    static final Setting<RoleFullname> ROLES = added(Setting.of("roles", "MACKEREL_ROLES", null, RoleFullname::parse));
    static final Setting<String> DISPLAY_NAME =
            added(Setting.of("displayName", "MACKEREL_DISPLAY_NAME", null, Function.<String>identity())
                    .alsoSpelled("display_name"));
    static final Setting<String> MEMO = added(Setting.of("memo", "MACKEREL_MEMO", null, Function.<String>identity()));
    static final Setting<Pattern> IGNORE_CONTAINER =
            added(Setting.of("ignoreContainer", "MACKEREL_IGNORE_CONTAINER", null, ContainerPattern::compile));
    static final Setting<HostStatus> HOST_STATUS_ON_START =
            added(Setting.of("hostStatusOnStart", "MACKEREL_HOST_STATUS_ON_START", null, HostStatus::parse));
    static final Setting<Duration> SHUTDOWN_TIMEOUT =
            added(Setting.of("shutdownTimeout", "MACKEREL_SHUTDOWN_TIMEOUT", "25s", DurationText::parse));
    static final Setting<Duration> METRICS_INTERVAL =
            added(Setting.of("metricsInterval", "MACKEREL_METRICS_INTERVAL", "60s", DurationText::parse));
    static final Setting<Duration> CHECKS_INTERVAL =
            added(Setting.of("checksInterval", "MACKEREL_CHECKS_INTERVAL", "60s", DurationText::parse));
    static final Setting<LogLevel> LOG_LEVEL = added(Setting.variable("MACKEREL_LOG_LEVEL", "INFO", LogLevel::parse));
    static final Setting<PlatformChoice> PLATFORM =
            added(Setting.warning(List.of(), List.of("MACKEREL_CONTAINER_PLATFORM"), "auto", PlatformChoice::parse));
    static final Setting<EcsSource> ECS_SOURCE = added(Setting.variable(
            "MACKEREL_ECS_SOURCE", null, text -> Choices.parse(EcsSource.values(), "ECS source", text)));
    static final Setting<URI> ECS_METADATA_V4 =
            added(Setting.variable("ECS_CONTAINER_METADATA_URI_V4", null, MetadataUri::ofEcs));
    static final Setting<URI> ECS_METADATA_V3 =
            added(Setting.variable("ECS_CONTAINER_METADATA_URI", null, MetadataUri::ofEcs));
    static final Setting<URI> ECS_METADATA_V2 =
            added(Setting.variable("MACKEREL_ECS_METADATA_V2_URI", null, MetadataUri::parseV2));
    static final Setting<URI> ECS_INTROSPECTION =
            added(Setting.variable("MACKEREL_ECS_INTROSPECTION_URI", null, MetadataUri::parse));
    static final Setting<URI> EC2_INSTANCE_METADATA = added(Setting.warning(
            List.of(),
            List.of("AWS_EC2_METADATA_SERVICE_ENDPOINT"),
            MetadataUri.INSTANCE_METADATA,
            MetadataUri::ofInstance));
    static final Setting<Path> DOCKER_SOCKET =
            added(Setting.variable("MACKEREL_DOCKER_SOCKET", "/var/run/docker.sock", SocketPath::parse));
    static final Setting<Path> CGROUP_ROOT =
            added(Setting.variable("MACKEREL_CGROUP_ROOT", "/host/sys/fs/cgroup", Path::of));
    static final Setting<String> AWS_EXECUTION_ENV =
            added(Setting.variable("AWS_EXECUTION_ENV", null, Function.<String>identity()));
    static final Setting<String> KUBERNETES_SERVICE_HOST =
            added(Setting.variable("KUBERNETES_SERVICE_HOST", null, KubernetesValues::host));
    static final Setting<Integer> KUBERNETES_SERVICE_PORT =
            added(Setting.variable("KUBERNETES_SERVICE_PORT", "443", KubernetesValues::port));
    static final Setting<String> KUBELET_HOST =
            added(Setting.variable("MACKEREL_KUBERNETES_KUBELET_HOST", null, KubernetesValues::host));
    static final Setting<Integer> KUBELET_PORT =
            added(Setting.variable("MACKEREL_KUBERNETES_KUBELET_PORT", "10250", KubernetesValues::port));
    static final Setting<Integer> KUBELET_READ_ONLY_PORT =
            added(Setting.variable("MACKEREL_KUBERNETES_KUBELET_READ_ONLY_PORT", null, KubernetesValues::portOrZero));
    static final Setting<Boolean> KUBELET_INSECURE_TLS =
            added(Setting.variable("MACKEREL_KUBERNETES_KUBELET_INSECURE_TLS", "false", KubernetesValues::flag));
    static final Setting<Path> KUBELET_CA_FILE =
            added(Setting.variable("MACKEREL_KUBERNETES_KUBELET_CA_FILE", null, Path::of));
    static final Setting<Path> SERVICEACCOUNT_DIR = added(Setting.variable(
            "MACKEREL_KUBERNETES_SERVICEACCOUNT_DIR", "/var/run/secrets/kubernetes.io/serviceaccount", Path::of));
    static final Setting<String> NAMESPACE =
            added(Setting.variable("MACKEREL_KUBERNETES_NAMESPACE", null, KubernetesValues::namespace));
    static final Setting<String> POD_NAME =
            added(Setting.variable("MACKEREL_KUBERNETES_POD_NAME", null, KubernetesValues::podName));
    static final Setting<String> NODE_NAME =
            added(Setting.variable("MACKEREL_KUBERNETES_NODE_NAME", null, KubernetesValues::nodeName));
    static final Setting<Proxy> HTTP_PROXY = added(Setting.warning(
            List.of(), List.of("http_proxy", "HTTP_PROXY"), null, (text, warnings) -> Proxy.parse(text)));
    static final Setting<Proxy> HTTPS_PROXY = added(Setting.warning(
            List.of(), List.of("https_proxy", "HTTPS_PROXY"), null, (text, warnings) -> Proxy.parse(text)));
    static final Setting<List<NoProxyRule>> NO_PROXY =
            added(Setting.warning(List.of(), List.of("no_proxy", "NO_PROXY"), null, NoProxyText::parse));

    static final List<Setting<?>> ALL = List.copyOf(ADDED);

    private Settings() {}

    private static <T> Setting<T> added(Setting<T> setting) {
        ADDED.add(setting);
        return setting;
    }
}
