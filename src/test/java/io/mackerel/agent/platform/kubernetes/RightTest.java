package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RightTest {
    @ParameterizedTest
    @CsvSource({
        "GET_PODS, pods, get pods, true",
        "GET_NODES_STATS, nodes/stats, get nodes/stats, false",
        "GET_NODES_PODS, nodes/pods, get nodes/pods, false",
        "GET_NODES_PROXY, nodes/proxy, get nodes/proxy, false"
    })
    void aRightIsNamedAsARoleNamesIt(Right right, String resource, String name, boolean namespaced) {
        assertThat(right.resource()).isEqualTo(resource);
        assertThat(right).hasToString(name);
        assertThat(right.isNamespaced()).isEqualTo(namespaced);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET_PODS        | 'verb':'get','resource':'pods','namespace':'team-a','name':'demo'",
                "GET_NODES_STATS | 'verb':'get','resource':'nodes','subresource':'stats','name':'node-1'",
                "GET_NODES_PODS  | 'verb':'get','resource':'nodes','subresource':'pods','name':'node-1'",
                "GET_NODES_PROXY | 'verb':'get','resource':'nodes','subresource':'proxy','name':'node-1'"
            })
    void theApiServerIsAskedAboutTheOwnPodAndTheOwnNode(Right right, String attributes) throws JsonProcessingException {
        // When
        String question = Fixtures.MAPPER.writeValueAsString(right.question("team-a", "demo", "node-1"));

        // Then
        assertThat(question)
                .isEqualTo("{\"apiVersion\":\"authorization.k8s.io/v1\",\"kind\":\"SelfSubjectAccessReview\","
                        + "\"spec\":{\"resourceAttributes\":{" + attributes.replace('\'', '"') + "}}}");
    }

    @Test
    void whereTheNodeIsNotKnownTheQuestionIsAboutAllNodes() throws JsonProcessingException {
        // When
        String question = Fixtures.MAPPER.writeValueAsString(Right.GET_NODES_STATS.question("team-a", "demo", null));

        // Then
        assertThat(question)
                .endsWith(
                        "\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"nodes\",\"subresource\":\"stats\"}}}");
    }
}
