package io.mackerel.agent.config;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes, as comments, what only the environment sets, and which platform comes of it. */
final class EnvironmentListing {
    /** Of use wherever the agent runs. */
    private static final Set<Setting<?>> ANYWHERE = Set.of(
            Settings.LOCATION,
            Settings.POLLING,
            Settings.LOG_LEVEL,
            Settings.PLATFORM,
            Settings.HTTP_PROXY,
            Settings.HTTPS_PROXY,
            Settings.NO_PROXY);

    private static final Set<Setting<?>> ECS = Set.of(
            Settings.ECS_SOURCE,
            Settings.ECS_METADATA_V4,
            Settings.ECS_METADATA_V3,
            Settings.ECS_METADATA_V2,
            Settings.ECS_INTROSPECTION,
            Settings.EC2_INSTANCE_METADATA,
            Settings.DOCKER_SOCKET,
            Settings.CGROUP_ROOT,
            Settings.AWS_EXECUTION_ENV);
    private static final Set<Setting<?>> KUBERNETES = Set.of(
            Settings.KUBERNETES_SERVICE_HOST,
            Settings.KUBERNETES_SERVICE_PORT,
            Settings.KUBELET_HOST,
            Settings.KUBELET_PORT,
            Settings.KUBELET_READ_ONLY_PORT,
            Settings.KUBELET_INSECURE_TLS,
            Settings.KUBELET_CA_FILE,
            Settings.SERVICEACCOUNT_DIR,
            Settings.NAMESPACE,
            Settings.POD_NAME,
            Settings.NODE_NAME);

    private final YamlLines yaml;
    private final Origins origins;

    EnvironmentListing(YamlLines yaml, Origins origins) {
        this.yaml = yaml;
        this.origins = origins;
    }

    void list(PlatformConfig platform) {
        yaml.comment("Only the environment sets:");
        Settings.ALL.stream()
                .filter(setting -> setting.keys().isEmpty())
                .filter(setting -> !ECS.contains(setting) && !KUBERNETES.contains(setting))
                .filter(setting -> ANYWHERE.contains(setting) || origins.of(setting) != null)
                .forEach(this::list);
        yaml.blank();
        yaml.comment(found(platform));
        switch (platform.effective()) {
            case ECS -> Settings.ALL.stream().filter(ECS::contains).forEach(this::list);
            case KUBERNETES, EKS_FARGATE ->
                Settings.ALL.stream().filter(KUBERNETES::contains).forEach(this::list);
            case NONE, AUTO -> {}
        }
    }

    private void list(Setting<?> setting) {
        Origin origin = origins.of(setting);
        if (origin == null) {
            String fallback = setting.fallback();
            yaml.commented(setting.documentedVariable(), fallback == null ? "" : fallback, origins.remark(setting));
            return;
        }
        String over = origin.over().isEmpty() ? "" : "wins over " + String.join(" and ", origin.over());
        yaml.commented(origin.place(), String.valueOf(origin.shown()), over);
    }

    private String found(PlatformConfig platform) {
        PlatformChoice effective = platform.effective();
        if (platform.choice() == PlatformChoice.AUTO && effective == PlatformChoice.AUTO) {
            return "The platform: none is found here, and the agent would end with exit status 3.";
        }
        String reason = platform.choice() == PlatformChoice.AUTO
                ? signs(effective) + " shows."
                : Settings.PLATFORM.name() + " says.";
        String variables = effective == PlatformChoice.NONE ? "" : " Its variables:";
        return "The platform: " + ShownValue.word(effective) + ", as " + reason + variables;
    }

    private String signs(PlatformChoice effective) {
        List<Setting<?>> signs = effective == PlatformChoice.ECS
                ? List.of(
                        Settings.ECS_METADATA_V4,
                        Settings.ECS_METADATA_V3,
                        Settings.ECS_SOURCE,
                        Settings.ECS_METADATA_V2,
                        Settings.ECS_INTROSPECTION)
                : List.of(Settings.KUBERNETES_SERVICE_HOST);
        return signs.stream()
                .filter(sign -> origins.of(sign) != null)
                .map(Setting::name)
                .limit(1)
                .collect(Collectors.joining());
    }
}
