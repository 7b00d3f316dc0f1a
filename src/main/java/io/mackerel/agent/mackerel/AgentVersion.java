package io.mackerel.agent.mackerel;

/**
 * What the agent calls itself.
 *
 * @param version of the program, as in {@code 1.2.3}
 * @param revision the commit that it was built from
 */
public record AgentVersion(String version, String revision) {
    /** Also the {@code agent-name} in a host's meta, by which the service knows a container agent. */
    public String userAgent() {
        return "mackerel-container-agent/" + version + " (Revision " + revision + ")";
    }

    String containerVersion() {
        return version + "-container";
    }
}
