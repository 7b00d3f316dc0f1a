package io.mackerel.agent;

import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.config.ApiKeyRule;
import io.mackerel.agent.config.ConfigLoader;
import io.mackerel.agent.config.ConfigOutcome;
import java.util.Map;

/** Configurations as the program would load them. */
final class TestConfig {
    private TestConfig() {}

    static AgentConfig defaults() {
        return of(Map.of());
    }

    static AgentConfig of(Map<String, String> environment) {
        ConfigOutcome outcome =
                new ConfigLoader(environment, (location, proxies) -> new byte[0]).load(ApiKeyRule.OPTIONAL);
        return ((ConfigOutcome.Loaded) outcome).config();
    }
}
