package io.mackerel.agent.stand;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The Docker Engine of this machine. The containers of a test carry a label of their own; {@link #close} removes them,
 * and if the test is killed before, each that was started ends by itself, and is removed, after ten minutes.
 */
final class DockerEngine implements AutoCloseable {
    static final String IMAGE = "busybox-test:local";

    private static final String LABEL = "io.mackerel.agent.test-run";
    private static final Path IMAGE_SCRIPT = Path.of(".ci", "docker.sh");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NOTHING = new byte[0];

    private final UnixHttp http;
    private final String run = UUID.randomUUID().toString();

    private DockerEngine(UnixHttp http) {
        this.http = http;
    }

    /** Aborts the test when no Engine answers, or fails it when the environment says {@code REQUIRE_DOCKER=true}. */
    static DockerEngine orSkip() {
        var socket = socket(Optional.ofNullable(System.getenv("DOCKER_HOST")));
        var engine = new DockerEngine(new UnixHttp(socket));
        if (!engine.answers()) {
            giveUp("no Docker Engine answers at " + socket);
        }
        return engine;
    }

    static Path socket(Optional<String> dockerHost) {
        return Path.of(dockerHost
                .filter(host -> host.startsWith("unix://"))
                .map(host -> host.substring("unix://".length()))
                .orElse("/var/run/docker.sock"));
    }

    /** Returns the container's id, once its script has said that it is ready. */
    String start(Workload workload) {
        var id = create(workload);
        call("POST", "/containers/" + id + "/start", NOTHING);
        awaitReady(id);
        return id;
    }

    /** Creates without starting; returns the container's id. */
    String create(Workload workload) {
        buildMissingImage();
        var name = workload.name() + "-" + run.substring(0, 8);
        return call("POST", "/containers/create?name=" + name, creation(workload))
                .path("Id")
                .textValue();
    }

    JsonNode inspect(String id) {
        return call("GET", "/containers/" + id + "/json", NOTHING);
    }

    /** One line of JSON a second, until the answer is closed or the container removed. */
    UnixHttp.Answer streamStats(String id) {
        return send("GET", "/containers/" + id + "/stats?stream=true", NOTHING);
    }

    void remove(String id) {
        try (var answer = send("DELETE", "/containers/" + id + "?force=true&v=true", NOTHING)) {
            answer.bytes();
        }
    }

    @Override
    public void close() {
        var filters = "%7B%22label%22%3A%5B%22" + LABEL + "%3D" + run + "%22%5D%7D";
        call("GET", "/containers/json?all=true&filters=" + filters, NOTHING)
                .forEach(container -> remove(container.path("Id").textValue()));
    }

    private static void giveUp(String reason) {
        if ("true".equals(System.getenv("REQUIRE_DOCKER"))) {
            Assertions.fail(reason + ", and REQUIRE_DOCKER=true");
        }
        System.err.println("SKIPPED: " + reason + " (eval \"$(.ci/docker.sh up)\" starts one)");
        Assumptions.abort(reason);
    }

    private boolean answers() {
        try (var answer = http.send("GET", "/_ping", NOTHING)) {
            return answer.status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private byte[] creation(Workload workload) {
        var host = Map.of(
                "NetworkMode", workload.networkMode(),
                "NanoCpus", workload.nanoCpus(),
                "Memory", workload.memoryBytes(),
                "AutoRemove", true);
        var creation = Map.of(
                "Image",
                IMAGE,
                "Cmd",
                List.of("/bin/sh", "-c", "(" + workload.script() + ") & sleep 600"),
                "Labels",
                Map.of(LABEL, run),
                "HostConfig",
                host);
        return JSON.valueToTree(creation).toString().getBytes(UTF_8);
    }

    private void awaitReady(String id) {
        var logs = "/containers/" + id + "/logs?follow=true&stdout=true&stderr=true";
        try (var answer = send("GET", logs, NOTHING);
                var lines = answer.lines()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.endsWith(Workload.READY)) {
                    return;
                }
            }
            throw new IllegalStateException("the container ended before it was ready: " + id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void buildMissingImage() {
        try (var answer = send("GET", "/images/" + IMAGE + "/json", NOTHING)) {
            if (answer.status() == 404) {
                buildImage(http.socket());
            }
        }
    }

    private static void buildImage(Path socket) {
        try {
            var builder = new ProcessBuilder("bash", IMAGE_SCRIPT.toString(), "image").inheritIO();
            builder.environment().put("DOCKER_HOST", "unix://" + socket);
            var status = builder.start().waitFor();
            if (status != 0) {
                throw new IllegalStateException(IMAGE_SCRIPT + " image ended with status " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the image was built", e);
        }
    }

    private JsonNode call(String method, String path, byte[] body) {
        try (var answer = send(method, path, body)) {
            var text = new String(answer.bytes(), UTF_8);
            if (answer.status() >= 300) {
                throw new IllegalStateException(method + " " + path + ": " + answer.status() + " " + text);
            }
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private UnixHttp.Answer send(String method, String path, byte[] body) {
        try {
            return http.send(method, path, body);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        }
    }
}
