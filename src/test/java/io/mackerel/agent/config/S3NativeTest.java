package io.mackerel.agent.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the native executable has to know of the AWS SDK by name: a new version of it may call these otherwise. */
class S3NativeTest {
    static Stream<String> registered() {
        return Arrays.stream(
                S3Documents.class.getAnnotation(RegisterForReflection.class).classNames());
    }

    @ParameterizedTest
    @MethodSource("registered")
    void aRegisteredClassExistsAndCanBeMade(String name) throws ReflectiveOperationException {
        // Given: the name

        // When
        Class<?> found = Class.forName(name, false, getClass().getClassLoader());

        // Then
        assertThat(found.getConstructor()).isNotNull();
    }

    @Test
    void theRegisteredResourceNamesTheRegisteredHttpClient() throws IOException {
        // Given
        String resource = "META-INF/services/software.amazon.awssdk.http.SdkHttpService";

        // When
        String settings = Files.readString(Path.of("src", "main", "resources", "application.yaml"));

        // Then
        assertThat(settings).contains("includes: " + resource);
        try (var stream = getClass().getClassLoader().getResourceAsStream(resource)) {
            assertThat(stream).isNotNull();
            assertThat(new String(stream.readAllBytes(), UTF_8).lines().filter(line -> !line.startsWith("#")))
                    .filteredOn(line -> !line.isBlank())
                    .isNotEmpty()
                    .allMatch(registered().toList()::contains);
        }
    }
}
