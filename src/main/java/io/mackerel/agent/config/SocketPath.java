package io.mackerel.agent.config;

import java.nio.file.Path;

/** Reads the path of a unix socket. */
final class SocketPath {
    private static final String UNIX = "unix://";

    private SocketPath() {}

    /** Takes it as {@code DOCKER_HOST} spells it, too: {@code unix:///var/run/docker.sock}. */
    static Path parse(String text) {
        String path = text.startsWith(UNIX) ? text.substring(UNIX.length()) : text;
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("is no absolute path of a unix socket, like /var/run/docker.sock");
        }
        return Path.of(path);
    }
}
