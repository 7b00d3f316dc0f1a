package io.mackerel.agent.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration from the environment and, where {@code MACKEREL_AGENT_CONFIG} names one, a YAML file whose
 * values win. Variables and values that are empty count as not given. Whatever is wrong is found in one pass; a fault in
 * a variable that the file overrides is a warning only.
 */
public final class ConfigLoader {
    private final Map<String, String> environment;
    private final RemoteDocuments remote;

    /**
     * @param remote reads the file when it lies elsewhere
     */
    public ConfigLoader(Map<String, String> environment, RemoteDocuments remote) {
        this.environment = Map.copyOf(environment);
        this.remote = remote;
    }

    /** Reads the file anew. Never throws for what the user wrote. */
    public ConfigOutcome load(ApiKeyRule apiKeyRule) {
        Findings findings = new Findings();
        Sources variables = new Sources(environment, FileValues.none(), findings);
        ProxyConfig proxies = proxies(variables);
        ConfigLocation location = variables.optional(Settings.LOCATION);
        FileValues file = file(location, proxies, variables, findings);
        Sources sources = new Sources(environment, file, findings);
        AgentConfig config = config(location, sources, proxies);
        requireOf(config.platform(), sources, findings);
        if (apiKeyRule == ApiKeyRule.REQUIRED && file.isKnown() && !ApiKeyChoice.isGiven(sources)) {
            findings.problem(
                    new Place(null, null, "apikey"),
                    "is missing; set MACKEREL_APIKEY or MACKEREL_APIKEY_FILE, or apikey or apikeyFile in the file that"
                            + " MACKEREL_AGENT_CONFIG names");
        }
        UnknownNames unknown = new UnknownNames(findings);
        unknown.warnOfKeys(file.keys());
        unknown.warnOfVariables(environment);
        return findings.outcome(config, () -> Origins.of(sources, file));
    }

    private FileValues file(
            @Nullable ConfigLocation location, ProxyConfig proxies, Sources variables, Findings findings) {
        if (location instanceof ConfigLocation.S3
                && (isWrong(Settings.S3_REGION, variables) || isWrong(Settings.S3_ENDPOINT, variables))) {
            return FileValues.unknown();
        }
        if (location != null) {
            return new ConfigDocument(remote, proxies, findings).values(location);
        }
        return variables.isGiven(Settings.LOCATION) ? FileValues.unknown() : FileValues.none();
    }

    private static boolean isWrong(Setting<?> setting, Sources variables) {
        return variables.isGiven(setting) && variables.optional(setting) == null;
    }

    private static AgentConfig config(@Nullable ConfigLocation location, Sources sources, ProxyConfig proxies) {
        return new AgentConfig(
                location,
                sources.required(Settings.POLLING),
                ApiKeyChoice.of(sources),
                sources.required(Settings.API_BASE),
                sources.required(Settings.ROOT),
                sources.required(Settings.HOST_ID_STORE),
                sources.list(Settings.ROLES),
                sources.optional(Settings.DISPLAY_NAME),
                sources.optional(Settings.MEMO),
                sources.optional(Settings.IGNORE_CONTAINER),
                sources.optional(Settings.HOST_STATUS_ON_START),
                sources.required(Settings.SHUTDOWN_TIMEOUT),
                sources.required(Settings.METRICS_INTERVAL),
                sources.required(Settings.CHECKS_INTERVAL),
                sources.required(Settings.LOG_LEVEL),
                PluginText.read(sources.mapping(PluginText.KEY)),
                ReadinessProbeText.read(sources.mapping(ReadinessProbeText.KEY)),
                platform(sources),
                proxies);
    }

    private static PlatformConfig platform(Sources sources) {
        EcsConfig ecs = new EcsConfig(
                sources.optional(Settings.ECS_SOURCE),
                sources.optional(Settings.ECS_METADATA_V4),
                sources.optional(Settings.ECS_METADATA_V3),
                sources.optional(Settings.ECS_METADATA_V2),
                sources.optional(Settings.ECS_INTROSPECTION),
                sources.required(Settings.EC2_INSTANCE_METADATA),
                sources.required(Settings.DOCKER_SOCKET),
                sources.required(Settings.CGROUP_ROOT),
                sources.optional(Settings.AWS_EXECUTION_ENV));
        return new PlatformConfig(sources.required(Settings.PLATFORM), ecs, kubernetes(sources));
    }

    private static KubernetesConfig kubernetes(Sources sources) {
        String apiServer = sources.optional(Settings.KUBERNETES_SERVICE_HOST);
        int port = sources.required(Settings.KUBERNETES_SERVICE_PORT);
        return new KubernetesConfig(
                apiServer == null ? null : new HostAndPort(apiServer, port),
                sources.optional(Settings.KUBELET_HOST),
                sources.required(Settings.KUBELET_PORT),
                sources.optional(Settings.KUBELET_READ_ONLY_PORT),
                sources.required(Settings.KUBELET_INSECURE_TLS),
                sources.optional(Settings.KUBELET_CA_FILE),
                sources.required(Settings.SERVICEACCOUNT_DIR),
                sources.optional(Settings.NAMESPACE),
                sources.optional(Settings.POD_NAME),
                sources.optional(Settings.NODE_NAME));
    }

    /** What a platform cannot do without. */
    private static void requireOf(PlatformConfig platform, Sources sources, Findings findings) {
        PlatformChoice choice = platform.effective();
        if (choice == PlatformChoice.KUBERNETES || choice == PlatformChoice.EKS_FARGATE) {
            require(Settings.KUBELET_HOST, "status.hostIP", sources, findings);
            require(Settings.NAMESPACE, "metadata.namespace", sources, findings);
            require(Settings.POD_NAME, "metadata.name", sources, findings);
        }
        if (choice == PlatformChoice.EKS_FARGATE) {
            require(Settings.NODE_NAME, "spec.nodeName", sources, findings);
        }
    }

    private static void require(Setting<String> setting, String field, Sources sources, Findings findings) {
        if (!sources.isGiven(setting)) {
            findings.problem(
                    Place.variable(setting.variables().getFirst()),
                    "is missing; set it from the field " + field + " by the downward API");
        }
    }

    private static ProxyConfig proxies(Sources sources) {
        List<NoProxyRule> exceptions = sources.optional(Settings.NO_PROXY);
        return new ProxyConfig(
                sources.optional(Settings.HTTP_PROXY),
                sources.optional(Settings.HTTPS_PROXY),
                exceptions == null ? List.of() : exceptions);
    }
}
