package io.mackerel.agent.config;

/** The ways to ask Amazon ECS about the own task. */
public enum EcsSource {
    V4,
    V3,
    V2,
    INTROSPECTION
}
