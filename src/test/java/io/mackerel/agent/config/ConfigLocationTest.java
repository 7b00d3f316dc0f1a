package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLocationTest {
    @ParameterizedTest
    @CsvSource({
        "/etc/agent.yaml, /etc/agent.yaml",
        "agent.yaml, agent.yaml",
        "/etc/a b%20:c.yaml, /etc/a b%20:c.yaml",
        "file:///etc/agent.yaml, /etc/agent.yaml",
        "file:/etc/agent.yaml, /etc/agent.yaml",
        "FILE://localhost/etc/agent.yaml, /etc/agent.yaml",
        "file:agent.yaml, agent.yaml",
        "file:///etc/a%20b.yaml, /etc/a b.yaml",
    })
    void aPathAndAFileUrlAreRead(String location, Path expected) {
        // Given: the location

        // When
        Path path = ConfigLocation.path(location);

        // Then
        assertThat(path).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://me:s3cret@c.example/a", "HTTPS://c.example/s3cret", "s3://s3cret/key", "ftp://s3cret"})
    void aRemoteLocationIsRefusedWithoutQuotingIt(String location) {
        // Given
        Loading loading = Loading.with("MACKEREL_AGENT_CONFIG", location);

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).containsExactly("MACKEREL_AGENT_CONFIG: this version reads a path or a file: URL only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:", "file://", "file://host/etc/a", "file:///a b", "file:///a?b", "file:///a#b", "/a\0b"})
    void aLocationThatNamesNoFileOfThisMachineIsRefused(String location) {
        // Given: the location

        // When, Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigLocation.path(location))
                .withMessageStartingWith("is no ");
    }
}
