package io.mackerel.agent.taskdefinitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds the task definitions against the SDK finds what is wrong in one. */
class RegistrationModelTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void nothingIsWrongWithAWholeTaskDefinition() {
        // When
        var problems = problems("""
                {"family": "f", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE", "EC2"], "cpu": "256",
                 "containerDefinitions": [{"name": "c", "image": "i", "memory": 128, "essential": true,
                   "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "g"}},
                   "linuxParameters": {"capabilities": {"drop": ["ALL"]}}}]}""");

        // Then
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'networkmode': 'awsvpc'                                  | /networkmode is unknown",
                "'networkMode': 'AWSVPC'                                  | /networkMode has no such value",
                "'networkMode': ['awsvpc']                                | /networkMode is not a string: ['awsvpc']",
                "'cpu': 256                                               | /cpu is not a string: 256",
                "'cpu': null                                              | /cpu is not a string: null",
                "'requiresCompatibilities': 'FARGATE'                     | /requiresCompatibilities is not a list: 'FARGATE'",
                "'requiresCompatibilities': ['EC2', 'MANAGED']            | /requiresCompatibilities has no such value",
                "'enableFaultInjection': 'true'                           | /enableFaultInjection is not true or false: 'true'",
                "'volumes': [{'name': 'v', 'host': {'path': '/p'}}]       | /volumes/0/host/path is unknown",
                "'volumes': [{'name': 'v', 'host': '/p'}]                 | /volumes/0/host is not an object: '/p'",
                "'runtimePlatform': {'cpuArchitecture': 'arm64'}          | /runtimePlatform/cpuArchitecture has no such value",
            })
    void whatIsWrongWithATaskIsNamed(String part, String problem) {
        // When
        var problems = problems(
                "{'family': 'f', 'containerDefinitions': [{'name': 'c', 'image': 'i'}], %s}".formatted(part.strip()));

        // Then
        assertThat(problems).containsExactly(problem.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'memory': '128'                                        | /memory is not an integer: '128'",
                "'memory': 128.5                                        | /memory is not an integer: 128.5",
                "'essential': 0                                         | /essential is not true or false: 0",
                "'secrets': [{'name': 'n', 'value': 'v'}]               | /secrets/0/value is unknown, /secrets/0/valueFrom is missing",
                "'dependsOn': [{'containerName': 'c', 'condition': 'STARTED'}] | /dependsOn/0/condition has no such value",
                "'dependsOn': [{'condition': 'START'}]                  | /dependsOn/0/containerName is missing",
                "'logConfiguration': {'logDriver': 'awslog'}            | /logConfiguration/logDriver has no such value",
                "'logConfiguration': {'options': {}}                    | /logConfiguration/logDriver is missing",
                "'logConfiguration': {'logDriver': 'awslogs', 'options': {'max': 1}} | /logConfiguration/options/max is not a string: 1",
                "'restartPolicy': {'enabled': true, 'ignoredExitCodes': ['0']} | /restartPolicy/ignoredExitCodes/0 is not an integer: '0'",
                "'restartPolicy': {'ignoredExitCodes': [0]}             | /restartPolicy/enabled is missing",
                "'linuxParameters': {'capabilities': {'drop': 'ALL'}}   | /linuxParameters/capabilities/drop is not a list: 'ALL'",
            })
    void whatIsWrongWithAContainerIsNamed(String part, String problems) {
        // When
        var found = problems(
                "{'family': 'f', 'containerDefinitions': [{'name': 'c', 'image': 'i', %s}]}".formatted(part.strip()));

        // Then
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(
                        List.of(problems.replace('\'', '"').split(", ")).stream()
                                .map(problem -> "/containerDefinitions/0" + problem)
                                .toList());
    }

    @Test
    void whatMustBeGivenIsMissed() {
        // When
        var problems = problems("{}");

        // Then
        assertThat(problems).containsExactlyInAnyOrder("/family is missing", "/containerDefinitions is missing");
    }

    @Test
    void aTypeOfWhichNobodySaidWhatItRequiresIsNotTaken() {
        // When
        var problems = problems("{'family': 'f', 'containerDefinitions': [], 'ephemeralStorage': {'sizeInGiB': 30}}");

        // Then
        assertThat(problems).containsExactly("/ephemeralStorage is a EphemeralStorage: list here what it requires");
    }

    private static List<String> problems(String document) {
        return RegistrationModel.problems(json(document.replace('\'', '"')));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
