package io.mackerel.agent.stand;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DockerEngineTest {
    @Test
    void theSocketIsTheOneThatDockerHostNames() {
        assertThat(DockerEngine.socket(Optional.of("unix:///run/user/1000/docker.sock")))
                .isEqualTo(Path.of("/run/user/1000/docker.sock"));
    }

    @Test
    void withoutASocketInDockerHostItIsTheUsualOne() {
        assertThat(DockerEngine.socket(Optional.empty())).isEqualTo(Path.of("/var/run/docker.sock"));
        assertThat(DockerEngine.socket(Optional.of("tcp://192.0.2.1:2375"))).isEqualTo(Path.of("/var/run/docker.sock"));
    }
}
