package io.mackerel.agent.mackerel;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.host.HostId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostIdFileTest {
    private static final HostId ID = new HostId("2eQGDXqtoXs");

    @TempDir
    Path folder;

    @Test
    void theIdOutlivesTheProcess() {
        // Given
        new HostIdFile(folder).save(ID);

        // When
        HostIdFile afterRestart = new HostIdFile(folder);

        // Then
        assertThat(afterRestart.load()).contains(ID);
    }

    @Test
    void theFileIsTheOneThatTheFormerAgentWrote() throws IOException {
        // Given
        Files.writeString(folder.resolve("id"), "2eQGDXqtoXs");

        // When
        HostIdFile store = new HostIdFile(folder);

        // Then
        assertThat(store.load()).contains(ID);
    }

    @Test
    void folderAndFileAreForTheirOwnerAlone() throws IOException {
        // Given
        Path root = folder.resolve("deep/root");

        // When
        new HostIdFile(root).save(ID);

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("id"))))
                .isEqualTo("rw-------");
    }

    @Test
    void nothingElseIsLeftBehind() throws IOException {
        // When
        new HostIdFile(folder).save(ID);

        // Then
        assertThat(filesIn(folder)).containsExactly("id");
    }

    @Test
    void aForgottenIdIsGoneFromTheDisk() throws IOException {
        // Given
        HostIdFile store = new HostIdFile(folder);
        store.save(ID);

        // When
        store.forget();

        // Then
        assertThat(store.load()).isEmpty();
        assertThat(filesIn(folder)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "two words", "../../etc/passwd", "{\"id\":1}"})
    void aFileThatHoldsNoIdIsNoId(String content) throws IOException {
        // Given
        Files.writeString(folder.resolve("id"), content);

        // When
        HostIdFile store = new HostIdFile(folder);

        // Then
        assertThat(store.load()).isEmpty();
    }

    @Test
    void aRootThatIsNoFolderMeansMemoryOnly() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("file"), "");
        HostIdFile store = new HostIdFile(file);

        // When
        store.save(ID);

        // Then
        assertThat(store.load()).contains(ID);
        assertThat(new HostIdFile(file).load()).isEmpty();
    }

    private static List<String> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
