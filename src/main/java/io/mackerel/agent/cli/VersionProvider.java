package io.mackerel.agent.cli;

import io.mackerel.agent.mackerel.AgentVersion;
import jakarta.inject.Singleton;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
@Singleton
class VersionProvider implements IVersionProvider {
    private final AgentVersion version;

    VersionProvider(AgentVersion version) {
        this.version = version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {version.userAgent()};
    }
}
