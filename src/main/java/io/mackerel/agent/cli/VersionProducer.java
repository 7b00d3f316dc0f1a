package io.mackerel.agent.cli;

import io.mackerel.agent.mackerel.AgentVersion;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Takes the version and the revision from the build. */
class VersionProducer {
    @Produces
    @Singleton
    AgentVersion version(
            @ConfigProperty(name = "io.mackerel.agent.version") String version,
            @ConfigProperty(name = "io.mackerel.agent.revision") String revision) {
        return new AgentVersion(version, revision);
    }
}
