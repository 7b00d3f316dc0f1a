package io.mackerel.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.config.HostIdStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootExaminationTest {
    @TempDir
    private Path folder;

    @Test
    void aFolderThatCanBeWrittenIsLeftAsItWas() {
        // When
        Finding finding = examine(folder);

        // Then
        assertThat(finding.outcome()).isEqualTo(Outcome.OK);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFolderThatIsNotThereIsNotMade() {
        // When
        Finding finding = examine(folder.resolve("a/b"));

        // Then
        assertThat(finding.outcome()).isEqualTo(Outcome.OK);
        assertThat(finding.text()).contains("can be made");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileInItsPlaceIsGoodToKnow() throws IOException {
        // Given
        Path file = Files.writeString(folder.resolve("root"), "x");

        // When
        Finding finding = examine(file);

        // Then
        assertThat(finding.outcome()).isEqualTo(Outcome.NOTE);
        assertThat(finding.text()).contains("Not a directory", "in memory only");
        assertThat(file).hasContent("x");
    }

    @Test
    void inMemoryNoFolderIsNeeded() {
        // When
        Finding finding =
                new RootExamination(folder, HostIdStorage.MEMORY).examine().getFirst();

        // Then
        assertThat(finding.outcome()).isEqualTo(Outcome.NOTE);
        assertThat(finding.text()).contains("hostIdStore is memory");
    }

    private static Finding examine(Path root) {
        return new RootExamination(root, HostIdStorage.FILE).examine().getFirst();
    }
}
