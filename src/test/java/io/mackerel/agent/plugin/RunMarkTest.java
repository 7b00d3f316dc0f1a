package io.mackerel.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunMarkTest {
    private static final RunMark MARK = new RunMark("agent", 12);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MACKEREL_AGENT_PLUGIN_RUN=agent.12\0",
                "A=b\0MACKEREL_AGENT_PLUGIN_RUN=agent.12\0",
                "MACKEREL_AGENT_PLUGIN_RUN=agent.12\0A=b\0"
            })
    void anEnvironmentWithTheMarkIsOfTheRun(String environment) {
        // When
        boolean isOfIt = MARK.ofThisRun().test(environment);

        // Then
        assertThat(isOfIt).isTrue();
        assertThat(RunMark.ofAnyRun("agent").test(environment)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A=b\0",
                "MACKEREL_AGENT_PLUGIN_RUN=agent.1\0",
                "MACKEREL_AGENT_PLUGIN_RUN=agent.123\0",
                "MACKEREL_AGENT_PLUGIN_RUN=agent2.12\0",
                "XMACKEREL_AGENT_PLUGIN_RUN=agent.12\0",
                "A=MACKEREL_AGENT_PLUGIN_RUN=agent.12\0"
            })
    void anotherEnvironmentIsNot(String environment) {
        // When
        boolean isOfIt = MARK.ofThisRun().test(environment);

        // Then
        assertThat(isOfIt).isFalse();
    }

    @Test
    void theMarkOfAnotherAgentIsNotOfAnyRun() {
        // Given
        String environment = "MACKEREL_AGENT_PLUGIN_RUN=agent2.12\0";

        // When
        boolean isOfAny = RunMark.ofAnyRun("agent").test(environment);

        // Then
        assertThat(isOfAny).isFalse();
    }
}
