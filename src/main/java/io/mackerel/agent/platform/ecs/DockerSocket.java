package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.http.FailureReason;
import io.mackerel.agent.platform.PlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Says why the Docker Engine does not answer at its socket, and what to do about it. */
final class DockerSocket {
    private static final Path USUAL = Path.of("/var/run/docker.sock");

    private final Path socket;
    private final Duration timeout;

    /**
     * @param timeout of the questions
     */
    DockerSocket(Path socket, Duration timeout) {
        this.socket = socket;
        this.timeout = timeout;
    }

    Path path() {
        return socket;
    }

    /** What keeps the agent from asking, whatever the Engine does; null when nothing does. */
    @Nullable
    String obstacle() {
        if (Files.notExists(socket)) {
            return "there is no Docker socket at " + socket + ": " + mount();
        }
        if (Files.isDirectory(socket)) {
            return socket
                    + " is a folder, not the Docker socket: Docker makes one of a sourcePath that the instance does"
                    + " not have; " + mount();
        }
        return Files.isWritable(socket)
                ? null
                : "the Docker socket " + socket + " does not let the agent in: " + group();
    }

    /** What {@code failure} came from. A socket that is not there may be that of an Engine that restarts. */
    PlatformException trouble(String path, @Nullable Throwable failure) {
        String obstacle = obstacle();
        return new PlatformException(
                obstacle == null
                        ? "the Docker Engine at " + socket + " gave no usable answer to " + path + ": "
                                + reason(failure)
                        : obstacle,
                failure);
    }

    /** The socket at its usual place; elsewhere it is in a folder that is mounted whole, to follow an Engine's restarts. */
    private String mount() {
        Path folder = socket.getParent();
        boolean isUsual = folder == null || socket.equals(USUAL);
        return "add to the task definition the volume {\"name\": \"docker-socket\", \"host\": {\"sourcePath\": \""
                + (isUsual ? USUAL : USUAL.getParent()) + "\"}}, and to the agent's container the mount point"
                + " {\"sourceVolume\": \"docker-socket\", \"containerPath\": \"" + (isUsual ? socket : folder)
                + "\", \"readOnly\": true}";
    }

    private String group() {
        Object group = attribute(socket, "gid");
        Object user = attribute(Path.of("/proc/self"), "uid");
        return group == null || user == null
                ? "give the agent's container the socket's group in the task definition's user, as <user>:<group>"
                : "give the agent's container its group in the task definition, \"user\": \"" + user + ":" + group
                        + "\"";
    }

    private static @Nullable Object attribute(Path path, String name) {
        try {
            return Files.getAttribute(path, "unix:" + name);
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    private String reason(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> "unknown";
            case TimeoutException _ -> "none within " + timeout.toSeconds() + " s";
            default -> FailureReason.of(failure);
        };
    }
}
