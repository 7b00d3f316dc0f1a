package io.mackerel.agent.stand;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The Docker Engine of this machine. The containers and networks of a test carry a label of their own; {@link #close}
 * removes them, and if the test is killed before, each container that was started ends by itself, and is removed, after
 * ten minutes.
 */
final class DockerEngine implements AutoCloseable {
    private static final String LABEL = "io.mackerel.agent.test-run";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NOTHING = new byte[0];

    private final UnixHttp http;
    private final Set<DockerImage> images = EnumSet.noneOf(DockerImage.class);
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

    /** The same for tests that make cgroups, which Docker's must match: also without root the test is aborted. */
    static DockerEngine ofRootOrSkip() {
        var engine = orSkip();
        var driver = engine.call("GET", "/info", NOTHING).path("CgroupDriver").asText();
        if (new UnixSystem().getUid() != 0) {
            giveUp("the tests make cgroups, which needs root");
        }
        if (!driver.equals("cgroupfs")) {
            giveUp("the Engine's cgroup driver is " + driver + ", the tests need cgroupfs");
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
        start(id);
        awaitReady(id);
        return id;
    }

    void start(String id) {
        call("POST", "/containers/" + id + "/start", NOTHING);
    }

    /** Creates without starting; returns the container's id. */
    String create(Workload workload) {
        return create(workload.name(), DockerImage.BUSYBOX, creation(workload));
    }

    /**
     * Creates from the body that Docker takes, to which image and label of this test are added; returns the container's
     * id.
     */
    String create(String name, DockerImage image, ObjectNode creation) {
        if (images.add(image)) {
            image.build(socket());
        }
        creation.put("Image", image.tag()).putObject("Labels").put(LABEL, run);
        return call("POST", "/containers/create?name=" + name + "-" + run.substring(0, 8), bytes(creation))
                .path("Id")
                .textValue();
    }

    /** Creates a bridge of its own for this test; returns its name. */
    String createNetwork(String name) {
        var body = JSON.createObjectNode().put("Name", name + "-" + run.substring(0, 8));
        body.putObject("Labels").put(LABEL, run);
        call("POST", "/networks/create", bytes(body));
        return body.path("Name").textValue();
    }

    /** The address at which this machine is reached from a network of Docker's: that of its bridge. */
    InetAddress gateway(String network) {
        var inspected = call("GET", "/networks/" + network, NOTHING);
        var bridge = inspected
                .path("Options")
                .path("com.docker.network.bridge.name")
                .asText("br-" + inspected.path("Id").textValue().substring(0, 12));
        try {
            return NetworkInterface.getByName(bridge)
                    .inetAddresses()
                    .filter(Inet4Address.class::isInstance)
                    .findFirst()
                    .orElseThrow();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode inspect(String id) {
        return call("GET", "/containers/" + id + "/json", NOTHING);
    }

    /** One line of JSON a second, until the answer is closed or the container removed. */
    UnixHttp.Answer streamStats(String id) {
        return send("GET", "/containers/" + id + "/stats?stream=true", NOTHING);
    }

    /** What a container prints from now on, in Docker's frames, until it ends. */
    UnixHttp.Answer attach(String id) {
        return send("POST", "/containers/" + id + "/attach?stream=true&stdout=true&stderr=true", NOTHING);
    }

    /** Asks for the exit status, which comes when the container was removed after its end. */
    UnixHttp.Answer awaitRemoval(String id) {
        return send("POST", "/containers/" + id + "/wait?condition=removed", NOTHING);
    }

    /** SIGTERM, then SIGKILL if that does not end it in the given time. */
    void stop(String id, Duration atMost) {
        try (var answer = send("POST", "/containers/" + id + "/stop?t=" + atMost.toSeconds(), NOTHING)) {
            answer.bytes();
        }
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
        call("GET", "/networks?filters=" + filters, NOTHING)
                .forEach(network ->
                        call("DELETE", "/networks/" + network.path("Id").textValue(), NOTHING));
    }

    /** Where it listens. */
    Path socket() {
        return http.socket();
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

    private static ObjectNode creation(Workload workload) {
        var creation = JSON.createObjectNode();
        creation.putArray("Cmd").add("/bin/sh").add("-c").add("(" + workload.script() + ") & sleep 600");
        creation.putObject("HostConfig")
                .put("NetworkMode", workload.networkMode())
                .put("NanoCpus", workload.nanoCpus())
                .put("Memory", workload.memoryBytes())
                .put("CgroupParent", workload.cgroupParent())
                .put("AutoRemove", true);
        return creation;
    }

    private static byte[] bytes(ObjectNode body) {
        return body.toString().getBytes(UTF_8);
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
