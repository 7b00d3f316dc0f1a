package io.mackerel.agent.stand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The images of the tests, which a script makes out of what this machine has. */
enum DockerImage {
    BUSYBOX("busybox-test:local", "image"),
    /** With the runtime of this test at {@code /opt/java}, and what the other has. */
    JAVA("java-test:local", "image-java");

    private static final Path SCRIPT = Path.of(".ci", "docker.sh");

    private final String tag;
    private final String command;

    DockerImage(String tag, String command) {
        this.tag = tag;
        this.command = command;
    }

    String tag() {
        return tag;
    }

    /** Does nothing when the Engine at that socket has it. */
    void build(Path socket) {
        try {
            var builder = new ProcessBuilder("bash", SCRIPT.toString(), command).inheritIO();
            builder.environment().put("DOCKER_HOST", "unix://" + socket);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            var status = builder.start().waitFor();
            if (status != 0) {
                throw new IllegalStateException(SCRIPT + " " + command + " ended with status " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the image was built", e);
        }
    }
}
