package io.mackerel.agent.config;

/** Whether a configuration without an API key will do. */
public enum ApiKeyRule {
    REQUIRED,
    OPTIONAL
}
