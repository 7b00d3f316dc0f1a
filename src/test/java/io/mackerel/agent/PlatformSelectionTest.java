package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.PlatformSelection.NotFound;
import io.mackerel.agent.PlatformSelection.Selected;
import io.mackerel.agent.machine.Machine;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class PlatformSelectionTest {
    private static final String V4 = "ECS_CONTAINER_METADATA_URI_V4=http://127.0.0.1/v4/id";
    private static final String V3 = "ECS_CONTAINER_METADATA_URI=http://127.0.0.1/v3/id";
    private static final String READS_V4 = "source=v4 endpoint=http://127.0.0.1/v4/id reason=";
    private static final String READS_V3 = "source=v3 endpoint=http://127.0.0.1/v3/id reason=";
    private static final String READS_V2 = "source=v2 endpoint=http://169.254.170.2/v2";
    private static final String INTROSPECTS = "source=introspection endpoint=instance:51678"
            + " docker_socket=/var/run/docker.sock cgroup_root=/host/sys/fs/cgroup";
    private static final String POD = "KUBERNETES_SERVICE_HOST=10.0.0.1 MACKEREL_KUBERNETES_KUBELET_HOST=10.0.0.2"
            + " MACKEREL_KUBERNETES_NAMESPACE=team-a MACKEREL_KUBERNETES_POD_NAME=demo-0";
    private static final String KUBERNETES = "platform=kubernetes pod=team-a/demo-0 kubelet=10.0.0.2:10250";

    @Inject
    Vertx vertx;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                V4 + "                                    | " + READS_V4 + "ECS_CONTAINER_METADATA_URI_V4 is set",
                V3 + "                                    | " + READS_V3 + "ECS_CONTAINER_METADATA_URI is set",
                V4 + " " + V3 + "                         | " + READS_V4 + "ECS_CONTAINER_METADATA_URI_V4 is set",
                V4 + " " + V3 + " MACKEREL_ECS_SOURCE=v3  | " + READS_V3 + "MACKEREL_ECS_SOURCE=v3",
                V4 + " " + POD + "                        | " + READS_V4 + "ECS_CONTAINER_METADATA_URI_V4 is set",
                V3 + " MACKEREL_CONTAINER_PLATFORM=ecs_v3 | " + READS_V3 + "ECS_CONTAINER_METADATA_URI is set",
                "MACKEREL_ECS_SOURCE=v2                   | " + READS_V2 + " reason=MACKEREL_ECS_SOURCE=v2",
                V4 + " MACKEREL_ECS_SOURCE=introspection  | " + INTROSPECTS
                        + " reason=MACKEREL_ECS_SOURCE=introspection",
                "MACKEREL_CONTAINER_PLATFORM=ecs          | " + READS_V2 + ", else " + INTROSPECTS + " reason=neither"
                        + " ECS_CONTAINER_METADATA_URI_V4 nor ECS_CONTAINER_METADATA_URI is set",
                V4 + " MACKEREL_CONTAINER_PLATFORM=none   | platform=none",
                POD + "                                   | " + KUBERNETES + " api_server=10.0.0.1:443",
                POD + " " + V4 + " MACKEREL_CONTAINER_PLATFORM=kubernetes" + "                               | "
                        + KUBERNETES + " api_server=10.0.0.1:443",
                POD + " MACKEREL_CONTAINER_PLATFORM=eks_fargate MACKEREL_KUBERNETES_NODE_NAME=fargate-1"
                        + " | platform=eks_fargate pod=team-a/demo-0 node=fargate-1 api_server=10.0.0.1:443",
            })
    void theEnvironmentDecides(String environment, String description) {
        // When
        PlatformSelection selection = select(environment);

        // Then
        assertThat(selection)
                .isInstanceOfSatisfying(
                        Selected.class,
                        selected -> assertThat(selected.platform().description().replace("platform=ecs ", ""))
                                .isEqualTo(description));
    }

    @Test
    void whereNothingIsFoundTheMessageListsWhatWasLookedFor() {
        // When
        PlatformSelection selection = select("");

        // Then
        assertThat(selection).isInstanceOfSatisfying(NotFound.class, notFound -> {
            assertThat(notFound.exit()).isEqualTo(ExitStatus.PLATFORM);
            assertThat(notFound.message())
                    .contains("ECS_CONTAINER_METADATA_URI_V4")
                    .contains("ECS_CONTAINER_METADATA_URI (")
                    .contains("KUBERNETES_SERVICE_HOST")
                    .contains("MACKEREL_ECS_SOURCE")
                    .contains("MACKEREL_CONTAINER_PLATFORM");
        });
    }

    @ParameterizedTest
    @CsvSource({
        V3 + " MACKEREL_ECS_SOURCE=v4, MACKEREL_ECS_SOURCE=v4 wants ECS_CONTAINER_METADATA_URI_V4",
        V4 + " MACKEREL_ECS_SOURCE=v3, MACKEREL_ECS_SOURCE=v3 wants ECS_CONTAINER_METADATA_URI"
    })
    void aForcedSourceWithoutAnAddressIsNotFound(String environment, String message) {
        assertThat(select(environment)).isInstanceOfSatisfying(NotFound.class, notFound -> {
            assertThat(notFound.exit()).isEqualTo(ExitStatus.PLATFORM);
            assertThat(notFound.message())
                    .startsWith(message + ", which is not set")
                    .contains("from its version");
        });
    }

    private PlatformSelection select(String assignments) {
        Map<String, String> environment = new HashMap<>();
        for (String assignment : assignments.strip().split("\\s+", -1)) {
            int equals = assignment.indexOf('=');
            if (equals > 0) {
                environment.put(assignment.substring(0, equals), assignment.substring(equals + 1));
            }
        }
        Clocks clocks = Clocks.system();
        return PlatformSelection.of(
                TestConfig.of(environment),
                name -> true,
                new Machine(Path.of("/proc"), clocks.nanoTime()),
                clocks,
                vertx);
    }
}
