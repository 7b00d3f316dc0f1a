package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostAndPortTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.2, 10250, 10.0.0.2:10250",
        "node-1.example.com, 443, node-1.example.com:443",
        "fd00::2, 10250, [fd00::2]:10250",
        "::1, 1, [::1]:1"
    })
    void itPrintsAsInAUrl(String host, int port, String text) {
        assertThat(new HostAndPort(host, port)).hasToString(text);
    }
}
