package io.mackerel.agent.config;

import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** The platform that the user named; {@code AUTO} leaves it to what the environment shows. */
public enum PlatformChoice {
    AUTO,
    ECS,
    KUBERNETES,
    EKS_FARGATE,
    NONE;

    private static final Set<String> OLDER_NAMES_OF_ECS = Set.of("ecs_v3", "ecs_awsvpc", "fargate", "ecs_anywhere");

    static PlatformChoice parse(String text, Consumer<String> warnings) {
        if (OLDER_NAMES_OF_ECS.contains(text.toLowerCase(Locale.ROOT))) {
            warnings.accept("'" + text + "' is deprecated; write ecs");
            return ECS;
        }
        return Choices.parse(values(), "platform", text);
    }
}
