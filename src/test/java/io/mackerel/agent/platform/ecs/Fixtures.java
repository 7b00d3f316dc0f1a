package io.mackerel.agent.platform.ecs;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mackerel.agent.platform.LenientJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Answers of ECS and Docker, read as the agent reads them. */
final class Fixtures {
    /** For answers that are to come however busy the machine is. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Path ROOT = Path.of("src/test/resources/fixtures");
    private static final ObjectMapper MAPPER = new LenientJson().getContext(Object.class);

    private Fixtures() {}

    /** The text of {@code fixtures/ecs/<situation>.json}. */
    static String ecs(String situation) {
        return text("ecs", situation);
    }

    static TaskResponse task(String situation) {
        return parsedTask(ecs(situation + "-task"));
    }

    static Map<String, DockerStatsResponse> stats(String situation) {
        return parsedStats(ecs(situation + "-stats"));
    }

    static DockerStatsResponse docker(String situation) {
        return parse(text("docker", situation), new TypeReference<>() {});
    }

    /** The text of {@code fixtures/docker/<situation>.json}. */
    static String dockerText(String situation) {
        return text("docker", situation);
    }

    /** The container id under which Docker gave these statistics. */
    static String dockerId(String situation) {
        Map<String, Object> json = parse(text("docker", situation), new TypeReference<>() {});
        return (String) json.getOrDefault("id", json.get("Id"));
    }

    static TaskResponse parsedTask(String json) {
        return parse(json, new TypeReference<>() {});
    }

    static Map<String, DockerStatsResponse> parsedStats(String json) {
        return parse(json, new TypeReference<>() {});
    }

    static IntrospectedTaskResponse introspectedTask(String situation) {
        return parsedIntrospectedTask(ecs(situation + "-task"));
    }

    static IntrospectedTaskResponse parsedIntrospectedTask(String json) {
        return parse(json, new TypeReference<>() {});
    }

    static ContainerInspectResponse parsedInspect(String json) {
        return parse(json, new TypeReference<>() {});
    }

    private static <T> T parse(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String folder, String situation) {
        try {
            return Files.readString(ROOT.resolve(folder).resolve(situation + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
