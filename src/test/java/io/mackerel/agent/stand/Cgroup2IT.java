package io.mackerel.agent.stand;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The agent in a container once more, on a kernel of its own with cgroup version 2, one slow CPU, and an Engine. As it
 * takes minutes and installs packages it is done only where the environment says {@code REQUIRE_CGROUP2=true}.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class Cgroup2IT {
    private static final Duration TIMEOUT = Duration.ofMinutes(15);

    @Test
    void theAgentInAContainerMeasuresOnCgroupVersion2WhatItDoesOnVersion1() {
        // Given
        if (!"true".equals(System.getenv("REQUIRE_CGROUP2"))) {
            var reason = "a kernel with cgroup version 2 is started with REQUIRE_CGROUP2=true only";
            System.err.println("SKIPPED: " + reason);
            Assumptions.abort(reason);
        }
        var environment = new TreeMap<>(System.getenv());
        environment.put("REQUIRE_DOCKER", "true");
        environment.put("CGROUP2_TIMEOUT", Long.toString(TIMEOUT.toSeconds()));

        // When
        try (var machine = AgentProcess.startCommand(environment, command("IntrospectionOnDockerIT"))) {
            var status = machine.awaitExit(TIMEOUT.plusMinutes(2));

            // Then
            assertThat(status).as(machine.output()).isZero();
        }
    }

    private static List<String> command(String... tests) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classPath = System.getProperty("java.class.path");
        var jvm = Stream.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.util.logging.manager=" + System.getProperty("java.util.logging.manager"),
                "-Dagent.jar=" + System.getProperty("agent.jar"));
        return Stream.of(
                        Stream.of("bash", Path.of(".ci", "cgroup2.sh").toString(), "run", java),
                        jvm,
                        Stream.of("-cp", classPath, TestMain.class.getName()),
                        Stream.of(tests))
                .flatMap(part -> part)
                .toList();
    }
}
