package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDocumentTest {
    private static final int ONE_MEBIBYTE = 1024 * 1024;

    @TempDir
    private Path directory;

    @Test
    void aFileUrlLeadsToTheFile() throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("a b.yaml"), "memo: found");
        Loading loading = Loading.with("MACKEREL_AGENT_CONFIG", file.toUri().toString());

        // When
        String memo = loading.config().memo();

        // Then
        assertThat(memo).isEqualTo("found");
    }

    @Test
    void anAbsentFileIsAProblem() {
        // Given
        Loading loading = Loading.with(
                "MACKEREL_AGENT_CONFIG", directory.resolve("no.yaml").toString());

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems)
                .containsExactly("no.yaml: does not exist; correct MACKEREL_AGENT_CONFIG or mount the file");
    }

    @Test
    void aDirectoryIsAProblem() throws IOException {
        // Given
        Path inner = Files.createDirectory(directory.resolve("conf.d"));
        Loading loading = Loading.with("MACKEREL_AGENT_CONFIG", inner.toString());

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).containsExactly("conf.d: is a directory; name the file in it");
    }

    @Test
    void aFileThatMayNotBeReadIsAProblem() throws IOException {
        // Given
        Loading loading = Loading.file(directory, "memo: x");
        Path file = directory.resolve("agent.yaml");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "root may read everything");

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).containsExactly("agent.yaml: may not be read by this user; change its owner or mode");
    }

    @Test
    void aFileBelowAFileIsAProblem() {
        // Given
        Loading loading = Loading.file(directory, "memo: x")
                .and(
                        "MACKEREL_AGENT_CONFIG",
                        directory.resolve("agent.yaml/agent.yaml").toString());

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).singleElement().asString().startsWith("agent.yaml: cannot be read: ");
    }

    @Test
    void oneMebibyteIsRead() {
        // Given
        String start = "memo: x\n#";
        Loading loading = Loading.file(directory, start + "#".repeat(ONE_MEBIBYTE - start.length() - 1));

        // When
        String memo = loading.config().memo();

        // Then
        assertThat(memo).isEqualTo("x");
    }

    @Test
    void aByteMoreIsAProblem() {
        // Given
        Loading loading = Loading.file(directory, "#".repeat(ONE_MEBIBYTE));

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).containsExactly("agent.yaml: is larger than 1 MiB; is it the right file?");
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        // Given
        Loading loading = Loading.file(directory, "\uFEFFmemo: ✓");

        // When
        AgentConfig config = loading.config();

        // Then
        assertThat(config.memo()).isEqualTo("✓");
        assertThat(loading.warnings()).isEmpty();
    }

    @Test
    void anotherEncodingIsAProblem() throws IOException {
        // Given
        Path file = directory.resolve("latin.yaml");
        Files.write(file, "memo: é".getBytes(StandardCharsets.ISO_8859_1));
        Loading loading = Loading.with("MACKEREL_AGENT_CONFIG", file.toString());

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).containsExactly("latin.yaml: is not UTF-8 text; save it as UTF-8");
    }

    @Test
    void aFileWithWindowsLineEndsKeepsItsLines() {
        // Given
        Loading loading = Loading.file(directory, "memo: x\r", "\r", "roles: [shop]\r");

        // When
        var problems = loading.problems();

        // Then
        assertThat(problems).containsExactly("agent.yaml:3: roles[0]: 'shop' is no role; write service:role");
    }
}
