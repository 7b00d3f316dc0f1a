package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.taskdefinitions.TaskDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What task definitions and pages on Amazon ECS tell users to set is something that the agent knows. */
class TaskDefinitionSettingsTest {
    private static final Pattern VARIABLE = Pattern.compile("MACKEREL_[A-Z0-9_]*[A-Z0-9]");
    private static final String OF_THE_JVM = "JDK_JAVA_OPTIONS";

    static Stream<TaskDefinition> taskDefinitions() {
        return TaskDefinition.all().stream();
    }

    @ParameterizedTest
    @MethodSource("taskDefinitions")
    void aTaskDefinitionSetsOnlyVariablesThatTheAgentKnows(TaskDefinition task) {
        // When
        var set = new TreeSet<>(task.environment().keySet());
        set.addAll(task.secrets().keySet());
        set.remove(OF_THE_JVM);

        // Then
        assertThat(set).isNotEmpty();
        assertThat(known()).containsAll(set);
    }

    @ParameterizedTest
    @MethodSource("taskDefinitions")
    void whatATaskDefinitionSetsLoads(TaskDefinition task) {
        // Given
        var loading = Loading.with("MACKEREL_APIKEY", "key");
        task.environment().forEach((name, value) -> loading.and(name, value.replaceAll("\\{.*}", "service:role")));

        // When
        var outcome = loading.outcome(ApiKeyRule.REQUIRED);

        // Then
        assertThat(outcome).isInstanceOf(ConfigOutcome.Loaded.class);
        assertThat(outcome.warnings()).isEmpty();
        assertThat(loading.config().platform().choice()).isEqualTo(PlatformChoice.ECS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs/README.md", "docs/ecs.md", "README.md"})
    void aPageNamesOnlyVariablesThatTheAgentKnows(String page) throws IOException {
        // When
        var named = VARIABLE.matcher(Files.readString(Path.of(page)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());

        // Then
        assertThat(named).isNotEmpty();
        assertThat(known()).containsAll(named);
    }

    private static Set<String> known() {
        return Settings.ALL.stream()
                .flatMap(setting -> setting.variables().stream())
                .collect(Collectors.toSet());
    }
}
