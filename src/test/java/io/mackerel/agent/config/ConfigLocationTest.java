package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLocationTest {
    private final List<String> warnings = new ArrayList<>();

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
        ConfigLocation path = ConfigLocation.parse(location, warnings::add);

        // Then
        assertThat(path).isEqualTo(new ConfigLocation.LocalFile(expected));
    }

    @Test
    void aWebAddressIsReadAndPrintsWithoutItsSecrets() {
        // Given
        String text = "HTTPS://me:s3cret@c.example:8443/a.yaml?token=s3cret";

        // When
        ConfigLocation location = ConfigLocation.parse(text, warnings::add);

        // Then
        assertThat(location).isEqualTo(new ConfigLocation.Web(URI.create(text)));
        assertThat(location).hasToString("HTTPS://****@c.example:8443/a.yaml?****");
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1:8080/a, 0", "http://localhost/a, 0", "http://[::1]/a, 0", "http://c.example/a, 1"})
    void anAddressWithoutEncryptionIsWarnedOfUnlessItIsThisMachine(String text, int expected) {
        // Given: the text

        // When
        ConfigLocation.parse(text, warnings::add);

        // Then
        assertThat(warnings).hasSize(expected);
    }

    @ParameterizedTest
    @CsvSource({"s3://bucket/agent.yaml, bucket, agent.yaml", "S3://my.bucket-1/a/b c.yaml, my.bucket-1, a/b c.yaml"})
    void anObjectOfS3IsRead(String text, String bucket, String key) {
        // Given: the text

        // When
        ConfigLocation location = ConfigLocation.parse(text, warnings::add);

        // Then
        assertThat(location).isEqualTo(new ConfigLocation.S3(bucket, key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://s3cret/a", "s3://s3cret", "s3://s3cret/", "s3:///s3cret", "https:///s3cret"})
    void whatCannotBeReadIsRefusedWithoutQuotingIt(String location) {
        // Given
        Loading loading = Loading.with("MACKEREL_AGENT_CONFIG", location);

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).singleElement().asString().startsWith("MACKEREL_AGENT_CONFIG: is ");
        assertThat(problems.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"file:", "file://", "file://host/etc/a", "file:///a b", "file:///a?b", "file:///a#b", "/a\0b"})
    void aLocationThatNamesNoFileOfThisMachineIsRefused(String location) {
        // Given: the location

        // When, Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigLocation.parse(location, warnings::add))
                .withMessageStartingWith("is no ");
    }
}
