package io.mackerel.agent.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final ContainerName APP = new ContainerName("app");
    private static final InterfaceName ETH0 = new InterfaceName("eth0");

    @ParameterizedTest
    @CsvSource({
        "app, app",
        "my-App_1, my-App_1",
        "my.app, my_app",
        "a b/c:d, a_b_c_d",
        "~internal~ecs~pause, _internal_ecs_pause",
        "*#, __",
        "naïve, na_ve",
        "日本, __"
    })
    void everyCharacterOutsideTheAllowedOnesBecomesAnUnderscore(String name, String sanitized) {
        // When
        ContainerName container = new ContainerName(name);
        InterfaceName networkInterface = new InterfaceName(name);

        // Then
        assertThat(container).hasToString(sanitized);
        assertThat(networkInterface).hasToString(sanitized);
    }

    @Test
    void anEmptyNameIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ContainerName(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new InterfaceName(""));
    }

    @Test
    void theInterfaceOfAContainerIsNamedAfterBoth() {
        // When
        InterfaceName name = InterfaceName.of(new ContainerName("my.app"), "eth0.100");

        // Then
        assertThat(name.value()).isEqualTo("my_app-eth0_100");
    }

    static Stream<Arguments> metricNames() {
        return Stream.of(
                Arguments.of(MetricName.cpuUsage(APP), "container.cpu.app.usage"),
                Arguments.of(MetricName.cpuLimit(APP), "container.cpu.app.limit"),
                Arguments.of(MetricName.memoryUsage(APP), "container.memory.app.usage"),
                Arguments.of(MetricName.memoryLimit(APP), "container.memory.app.limit"),
                Arguments.of(MetricName.receivedBytes(ETH0), "interface.eth0.rxBytes.delta"),
                Arguments.of(MetricName.transmittedBytes(ETH0), "interface.eth0.txBytes.delta"));
    }

    @ParameterizedTest
    @MethodSource("metricNames")
    void dashboardsInTheFieldKnowTheseNames(MetricName name, String expected) {
        assertThat(name).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "custom.a b", "custom.ä", "custom.a\n", "custom.#", "a/b"})
    void whatTheServiceWouldRefuseIsNoMetricName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MetricName(name))
                .withMessageContaining(name);
    }
}
