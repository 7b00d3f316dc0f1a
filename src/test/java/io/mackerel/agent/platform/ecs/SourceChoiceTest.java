package io.mackerel.agent.platform.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.config.EcsConfig;
import io.mackerel.agent.config.EcsSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceChoiceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "               | true  | true  | V4               | ECS_CONTAINER_METADATA_URI_V4 is set",
                "               | true  | false | V4               | ECS_CONTAINER_METADATA_URI_V4 is set",
                "               | false | true  | V3               | ECS_CONTAINER_METADATA_URI is set",
                "               | false | false | V2 INTROSPECTION | neither ECS_CONTAINER_METADATA_URI_V4 nor"
                        + " ECS_CONTAINER_METADATA_URI is set",
                "V4             | true  | true  | V4               | MACKEREL_ECS_SOURCE=v4",
                "V3             | true  | true  | V3               | MACKEREL_ECS_SOURCE=v3",
                "V2             | true  | true  | V2               | MACKEREL_ECS_SOURCE=v2",
                "INTROSPECTION  | true  | true  | INTROSPECTION    | MACKEREL_ECS_SOURCE=introspection",
            })
    void theFirstSourceThatIsThereOrTheForcedOneIsChosen(
            EcsSource forced, boolean v4, boolean v3, String sources, String reason) {
        // Given
        EcsConfig config = config(forced, v4, v3);

        // When
        SourceChoice choice = SourceChoice.of(config);

        // Then
        List<EcsSource> expected =
                Stream.of(sources.split(" ", -1)).map(EcsSource::valueOf).toList();
        assertThat(choice).isEqualTo(new SourceChoice.Chosen(expected, reason));
    }

    @ParameterizedTest
    @CsvSource({"V4, false, true, ECS_CONTAINER_METADATA_URI_V4", "V3, true, false, ECS_CONTAINER_METADATA_URI"})
    void aForcedSourceThatIsNotThereIsNotReplaced(EcsSource forced, boolean v4, boolean v3, String variable) {
        // Given
        EcsConfig config = config(forced, v4, v3);

        // When
        SourceChoice choice = SourceChoice.of(config);

        // Then
        assertThat(choice)
                .isInstanceOfSatisfying(
                        SourceChoice.Impossible.class,
                        impossible ->
                                assertThat(impossible.message()).contains(" wants " + variable + ", which is not set"));
    }

    private static EcsConfig config(EcsSource source, boolean v4, boolean v3) {
        return new EcsConfig(
                source,
                v4 ? URI.create("http://127.0.0.1/v4/a") : null,
                v3 ? URI.create("http://127.0.0.1/v3/a") : null,
                null,
                null,
                URI.create("http://127.0.0.1"),
                Path.of("/run/docker.sock"),
                Path.of("/cgroup"),
                null);
    }
}
