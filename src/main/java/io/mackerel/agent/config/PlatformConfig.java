package io.mackerel.agent.config;

/** What is known of the platform before anyone asked it. */
public record PlatformConfig(PlatformChoice choice, EcsConfig ecs, KubernetesConfig kubernetes) {
    /** The choice, with what the environment shows in place of {@code AUTO}, which stays where it shows nothing. */
    public PlatformChoice effective() {
        if (choice != PlatformChoice.AUTO) {
            return choice;
        }
        if (ecs.isTask()) {
            return PlatformChoice.ECS;
        }
        if (kubernetes.apiServer() != null) {
            return PlatformChoice.KUBERNETES;
        }
        return ecs.isAddressed() ? PlatformChoice.ECS : choice;
    }
}
