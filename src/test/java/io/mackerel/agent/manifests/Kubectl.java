package io.mackerel.agent.manifests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * The kubectl that the environment variable {@code KUBECTL} names, or the one on the path. No cluster is asked. Since 1.22
 * it knows all that the overlays use: components, and patches that change a name.
 */
public final class Kubectl {
    private static final int FIRST_WITH_CHANGES_OF_NAMES = 22;
    private static final Pattern MINOR = Pattern.compile("\"minor\": *\"(\\d+)");

    private final String command;

    private record Ended(int status, String output, String errors) {}

    private Kubectl(String command) {
        this.command = command;
    }

    /** Aborts the test when there is none that will do, or fails it when the environment says {@code REQUIRE_KUBERNETES=true}. */
    public static Kubectl orSkip() {
        Found.FAULT.ifPresent(Kubectl::giveUp);
        return Found.KUBECTL;
    }

    /** Looked for once, since each look is a process. */
    private static final class Found {
        static final Kubectl KUBECTL = new Kubectl(System.getenv().getOrDefault("KUBECTL", "kubectl"));
        static final Optional<String> FAULT = KUBECTL.fault();
    }

    private Optional<String> fault() {
        try {
            var version = MINOR.matcher(run("version", "--client", "-o", "json").output());
            return version.find() && Integer.parseInt(version.group(1)) >= FIRST_WITH_CHANGES_OF_NAMES
                    ? Optional.empty()
                    : Optional.of(command + " is older than 1." + FIRST_WITH_CHANGES_OF_NAMES
                            + " and knows no allowNameChange");
        } catch (UncheckedIOException e) {
            return Optional.of("there is no " + command);
        }
    }

    /** What {@code kubectl kustomize} makes of a folder. */
    public Manifest kustomize(Path folder) {
        var ended = run("kustomize", folder.toString());
        if (ended.status() != 0) {
            throw new IllegalStateException("kubectl kustomize " + folder + ": " + ended.errors());
        }
        return Manifest.parse(ended.output());
    }

    /** What it warns of. */
    String warnings(Path folder) {
        return run("kustomize", folder.toString()).errors();
    }

    private static void giveUp(String reason) {
        if ("true".equals(System.getenv("REQUIRE_KUBERNETES"))) {
            Assertions.fail(reason + ", and REQUIRE_KUBERNETES=true");
        }
        System.err.println("SKIPPED: " + reason + " (KUBECTL=$(.ci/kubectl.sh) has one)");
        Assumptions.abort(reason);
    }

    private Ended run(String... arguments) {
        try {
            var errors = Files.createTempFile("kubectl", ".err");
            try {
                var process = new ProcessBuilder(command(arguments))
                        .redirectError(errors.toFile())
                        .start();
                process.getOutputStream().close();
                var output = new String(process.getInputStream().readAllBytes(), UTF_8);
                return new Ended(process.waitFor(), output, Files.readString(errors));
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while kubectl ran", e);
        }
    }

    private List<String> command(String... arguments) {
        var words = new ArrayList<>(List.of(command));
        words.addAll(List.of(arguments));
        return words;
    }
}
