package io.mackerel.agent.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** What must be so of the agent wherever it runs. */
final class SidecarShape {
    private static final String ROOT = "/var/tmp/mackerel-container-agent";

    private SidecarShape() {}

    static void assertThatItMayDoNothingThatItNeedsNot(JsonNode agent) {
        var security = agent.path("securityContext");
        assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
        assertThat(security.path("runAsUser").asInt()).isPositive();
        assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(security.at("/capabilities").has("add")).isFalse();
        assertThat(security.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(security.path("privileged").asBoolean()).isFalse();
    }

    static void assertThatItKnowsItsPodAndItsKey(JsonNode agent) {
        assertThat(Manifest.variable(agent, "MACKEREL_KUBERNETES_KUBELET_HOST")).contains("status.hostIP");
        assertThat(Manifest.variable(agent, "MACKEREL_KUBERNETES_NAMESPACE")).contains("metadata.namespace");
        assertThat(Manifest.variable(agent, "MACKEREL_KUBERNETES_POD_NAME")).contains("metadata.name");
        assertThat(Manifest.variable(agent, "MACKEREL_KUBERNETES_NODE_NAME")).contains("spec.nodeName");
        assertThat(Manifest.variable(agent, "MACKEREL_APIKEY")).contains("a Secret");
    }

    /** The one folder that it writes to is an emptyDir; what it needs is requested, and bounded, in the JVM as well. */
    static void assertThatItHasRoomToLive(JsonNode agent, JsonNode pod) {
        var volume = Manifest.stream(agent.path("volumeMounts"))
                .filter(mount -> mount.path("mountPath").asText().equals(ROOT))
                .map(mount -> mount.path("name").asText())
                .toList();
        assertThat(volume).hasSize(1);
        assertThat(Manifest.stream(pod.path("volumes")))
                .filteredOn(declared -> declared.path("name").asText().equals(volume.getFirst()))
                .singleElement()
                .matches(declared -> declared.has("emptyDir"));
        assertThat(agent.at("/resources/limits/memory").asText()).isEqualTo("128Mi");
        assertThat(agent.at("/resources/requests/memory").asText()).isEqualTo("128Mi");
        assertThat(agent.at("/resources/requests/cpu").asText()).isNotEmpty();
        assertThat(Manifest.variable(agent, "JDK_JAVA_OPTIONS"))
                .hasValueSatisfying(options -> assertThat(options).contains("-Xmx32m"));
    }
}
