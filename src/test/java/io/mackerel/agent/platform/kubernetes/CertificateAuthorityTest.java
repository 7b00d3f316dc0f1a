package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
    @TempDir
    private Path dir;

    private Path file;
    private CertificateAuthority authority;

    @BeforeEach
    void name() {
        file = dir.resolve("ca.crt");
        authority = new CertificateAuthority(file);
    }

    @Test
    void theFileIsGivenAsItIs() throws IOException {
        // Given
        Files.writeString(file, "PEM");

        // When
        byte[] pem = authority.pem();

        // Then
        assertThat(pem).asString().isEqualTo("PEM");
        assertThat(authority.hasChanged()).isFalse();
    }

    @Test
    void aFileThatHoldsSomethingElseHasChangedUntilItIsRead() throws IOException {
        // Given
        Files.writeString(file, "PEM");
        authority.pem();
        Files.writeString(file, "NEW");

        // When
        boolean before = authority.hasChanged();
        byte[] pem = authority.pem();

        // Then
        assertThat(before).isTrue();
        assertThat(pem).asString().isEqualTo("NEW");
        assertThat(authority.hasChanged()).isFalse();
    }

    @Test
    void aFileThatIsWrittenAgainWithTheSameContentHasNotChanged() throws IOException {
        // Given
        Files.writeString(file, "PEM");
        authority.pem();

        // When
        Files.delete(file);
        Files.writeString(file, "PEM");

        // Then
        assertThat(authority.hasChanged()).isFalse();
    }

    @Test
    void aFileThatIsGoneHasNotChanged() throws IOException {
        // Given
        Files.writeString(file, "PEM");
        authority.pem();

        // When
        Files.delete(file);

        // Then
        assertThat(authority.hasChanged()).isFalse();
    }

    @Test
    void aFileThatComesLateHasChanged() throws IOException {
        // Given
        boolean before = authority.hasChanged();

        // When
        Files.writeString(file, "PEM");

        // Then
        assertThat(before).isFalse();
        assertThat(authority.hasChanged()).isTrue();
    }

    @Test
    void withoutAFileItsNameIsTold() {
        assertThatExceptionOfType(UnusableAnswerException.class)
                .isThrownBy(authority::pem)
                .withMessage("there is no CA file " + file);
    }

    @Test
    void whoChangesWhatHeGotChangesNothing() throws IOException {
        // Given
        Files.writeString(file, "PEM");

        // When
        authority.pem()[0] = 'X';

        // Then
        assertThat(authority.hasChanged()).isFalse();
    }
}
