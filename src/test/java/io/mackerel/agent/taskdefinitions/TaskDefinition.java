package io.mackerel.agent.taskdefinitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A task definition as users copy it: a sample application and the agent.
 *
 * @param name its file, for people
 * @param document as {@code RegisterTaskDefinition} takes it
 */
public record TaskDefinition(String name, JsonNode document) {
    static final Path FOLDER = Path.of("ecs");

    private static final String AGENT = "mackerel-container-agent";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of all files, that is, each JSON file and the template in each of its forms. */
    public static List<TaskDefinition> all() {
        return Stream.concat(
                        jsonFiles().stream().map(TaskDefinition::file),
                        Template.file(FOLDER.resolve("cloudformation.yaml")).taskDefinitions().stream())
                .toList();
    }

    static List<Path> jsonFiles() {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TaskDefinition file(Path file) {
        try {
            return new TaskDefinition(file.getFileName().toString(), JSON.readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode agent() {
        return containers()
                .filter(container -> container.path("name").asText().equals(AGENT))
                .findFirst()
                .orElseThrow();
    }

    List<JsonNode> others() {
        return containers()
                .filter(container -> !container.path("name").asText().equals(AGENT))
                .toList();
    }

    Stream<JsonNode> containers() {
        return stream(document.path("containerDefinitions"));
    }

    String launchType() {
        return document.at("/requiresCompatibilities/0").asText();
    }

    String text(String field) {
        return document.path(field).asText();
    }

    /** What the agent is given in plain text. */
    public Map<String, String> environment() {
        var environment = new TreeMap<String, String>();
        stream(agent().path("environment"))
                .forEach(variable -> environment.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return environment;
    }

    /** What the agent is given out of a store: variable and where from. */
    public Map<String, String> secrets() {
        var secrets = new TreeMap<String, String>();
        stream(agent().path("secrets"))
                .forEach(secret -> secrets.put(
                        secret.path("name").asText(), secret.path("valueFrom").asText()));
        return secrets;
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    @Override
    public String toString() {
        return name;
    }
}
