package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One load, as a test words it: some variables, perhaps a file, and what came of them. */
final class Loading {
    /** What the environment says of ECS when it says nothing. */
    static final EcsConfig NO_ECS = new EcsConfig(
            null,
            null,
            null,
            null,
            null,
            URI.create("http://169.254.169.254"),
            Path.of("/var/run/docker.sock"),
            Path.of("/host/sys/fs/cgroup"),
            null);

    /** For files of this machine. */
    static final RemoteDocuments NO_NETWORK = (location, proxies) -> {
        throw new DocumentException("is out of this test's reach");
    };

    private final Map<String, String> environment = new HashMap<>();
    private RemoteDocuments remote = NO_NETWORK;

    private Loading() {}

    static Loading with(String variable, String value) {
        return new Loading().and(variable, value);
    }

    /** A file in {@code directory} beside an API key in the environment. */
    static Loading file(Path directory, String... lines) {
        Path file = directory.resolve("agent.yaml");
        try {
            Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return with("MACKEREL_AGENT_CONFIG", file.toString()).and("MACKEREL_APIKEY", "key-of-the-environment");
    }

    Loading and(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** What lies at a remote location. */
    Loading over(RemoteDocuments documents) {
        remote = documents;
        return this;
    }

    ConfigOutcome outcome() {
        return outcome(ApiKeyRule.OPTIONAL);
    }

    ConfigOutcome outcome(ApiKeyRule rule) {
        return new ConfigLoader(environment, remote).load(rule);
    }

    ConfigOutcome.Loaded loaded() {
        ConfigOutcome outcome = outcome();
        assertThat(outcome).isInstanceOf(ConfigOutcome.Loaded.class);
        return (ConfigOutcome.Loaded) outcome;
    }

    AgentConfig config() {
        return loaded().config();
    }

    List<String> warnings() {
        return outcome().warnings();
    }

    /** The problems as printed, with the file's name alone for its path. */
    List<String> problems() {
        return switch (outcome()) {
            case ConfigOutcome.Loaded loaded -> List.of();
            case ConfigOutcome.Invalid invalid ->
                invalid.problems().stream().map(Loading::withoutDirectory).toList();
        };
    }

    private static String withoutDirectory(ConfigProblem problem) {
        String line = problem.toString();
        String file = problem.file();
        return file == null
                ? line
                : line.replace(file, Path.of(file).getFileName().toString());
    }
}
