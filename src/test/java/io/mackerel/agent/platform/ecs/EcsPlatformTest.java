package io.mackerel.agent.platform.ecs;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.mackerel.agent.config.EcsSource;
import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.metric.InterfaceSample;
import io.mackerel.agent.metric.Limits;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.platform.ContainerFilter;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;
import io.mackerel.agent.platform.WorkloadState;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class EcsPlatformTest {
    @RegisterExtension
    private static final WireMockExtension SERVER =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    private static final Instant NOW = Instant.parse("2026-11-22T13:40:01.5Z");
    private static final Path PROC = Path.of("src/test/resources/fixtures/proc/arm64");

    @ParameterizedTest
    @CsvSource({"RUNNING, true", "running, true", "PENDING, false", "CREATED, false", "STOPPED, false"})
    void aTaskRunsWhenItsKnownStatusSaysSo(String status, boolean runs) throws PlatformException {
        // Given
        answerTask(okJson("{\"TaskARN\": \"arn:aws:ecs:r:1:task/c/t1\", \"DesiredStatus\": \"RUNNING\","
                + " \"KnownStatus\": \"" + status + "\"}"));

        // When
        WorkloadState state = platform().state();

        // Then
        if (runs) {
            assertThat(state)
                    .isInstanceOfSatisfying(
                            WorkloadState.Running.class,
                            running -> assertThat(running.workload().identity()).isEqualTo("t1.ecs"));
        } else {
            assertThat(state).isEqualTo(new WorkloadState.Starting("the task's known status is " + status));
        }
    }

    @Test
    void aTaskWithoutAStatusIsStarting() throws PlatformException {
        // Given
        answerTask(okJson("{}"));

        // When
        WorkloadState state = platform().state();

        // Then
        assertThat(state).isInstanceOf(WorkloadState.Starting.class);
    }

    @Test
    void theTaskIsTheHost() throws PlatformException {
        // Given
        answerTask(okJson(Fixtures.ecs("v4-managed-instances-task")));

        // When
        Workload workload = platform().workload();

        // Then
        assertThat(workload.hostName()).isEqualTo("708192a3b4c5d6e7f8091a2b3c4d5e6f");
        assertThat(workload.identity()).isEqualTo("708192a3b4c5d6e7f8091a2b3c4d5e6f.ecs");
        assertThat(workload.cloud().provider()).isEqualTo("ecs-managed");
    }

    @Test
    void onAwsvpcTheOwnNetworkStackIsMeasuredOnce() throws PlatformException {
        // Given
        answerTask(okJson(Fixtures.ecs("v4-fargate-awsvpc-task")));
        answerStats(okJson(Fixtures.ecs("v4-fargate-awsvpc-stats")));

        // When
        Snapshot snapshot = platform().snapshot();

        // Then
        assertThat(snapshot.takenAt()).isEqualTo(NOW);
        assertThat(snapshot.interfaces())
                .isEqualTo(machine().interfaceCounters())
                .hasSize(2);
        assertThat(snapshot.containers()).singleElement().satisfies(container -> {
            assertThat(container.name().value()).isEqualTo("web");
            assertThat(container.interfaces()).isEmpty();
        });
    }

    @Test
    void onABridgeEachContainerHasItsOwnInterfaces() throws PlatformException {
        // Given
        answerTask(okJson(Fixtures.ecs("v4-ec2-bridge-task")));
        answerStats(okJson(Fixtures.ecs("v4-ec2-bridge-stats")));

        // When
        Snapshot snapshot = platform().snapshot();

        // Then
        assertThat(snapshot.interfaces()).isEmpty();
        assertThat(snapshot.containers())
                .flatExtracting(container -> container.interfaces())
                .extracting(InterfaceSample::name)
                .extracting(name -> name.value())
                .containsExactly("web-eth0", "load_gen-eth0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[{\"NetworkMode\": \"none\"}]", "[]"})
    void withoutANetworkOnlyContainersAreMeasured(String networks) throws PlatformException {
        // Given
        String id = Fixtures.dockerId("cgroup1-bridge");
        answerTask(okJson("{\"Containers\": [{\"Name\": \"web\", \"DockerId\": \"" + id + "\", \"Networks\": "
                + networks + "}]}"));
        answerStats(okJson(Fixtures.ecs("v4-ec2-bridge-stats")));

        // When
        Snapshot snapshot = platform().snapshot();

        // Then
        assertThat(snapshot.interfaces()).isEmpty();
        assertThat(snapshot.containers()).singleElement().satisfies(container -> {
            assertThat(container.interfaces()).isEmpty();
            assertThat(container.cpuNanos().value()).isEqualTo(45_834_244);
        });
    }

    @Test
    void whereTheTaskHasNoLimitTheMachineLimits() throws PlatformException {
        // Given
        String id = Fixtures.dockerId("cgroup1-bridge");
        answerTask(okJson("{\"Containers\": [{\"Name\": \"web\", \"DockerId\": \"" + id + "\"}]}"));
        answerStats(okJson(Fixtures.ecs("v4-ec2-bridge-stats")));

        // When
        Snapshot snapshot = platform().snapshot();

        // Then
        assertThat(snapshot.containers())
                .extracting(container -> container.limits())
                .containsExactly(new Limits(400.0, 7_999_156L * 1024));
    }

    @Test
    void statisticsThatFailAreAFailureOfTheCollection() {
        // Given
        answerTask(okJson(Fixtures.ecs("v4-ec2-bridge-task")));
        answerStats(serverError());

        // When
        EcsPlatform platform = platform();

        // Then
        assertThatExceptionOfType(PlatformException.class)
                .isThrownBy(platform::snapshot)
                .withMessage(SERVER.baseUrl() + "/v4/0a1b/task/stats answered 500");
    }

    @Test
    void thePlatformSaysWhereItIsReadFrom() {
        assertThat(platform().description())
                .isEqualTo("platform=ecs source=v4 endpoint=" + SERVER.baseUrl() + "/v4/0a1b reason=it is a test");
    }

    private static EcsPlatform platform() {
        TaskSource source =
                new MetadataSource(EcsSource.V4, URI.create(SERVER.baseUrl() + "/v4/0a1b"), Fixtures.PATIENCE);
        return new EcsPlatform(
                source,
                "it is a test",
                "AWS_ECS_EC2",
                ContainerFilter.leavingOut(null),
                machine(),
                InstantSource.fixed(NOW));
    }

    private static Machine machine() {
        return new Machine(PROC, () -> 7L);
    }

    private static void answerTask(ResponseDefinitionBuilder response) {
        SERVER.stubFor(get("/v4/0a1b/task").willReturn(response));
    }

    private static void answerStats(ResponseDefinitionBuilder response) {
        SERVER.stubFor(get("/v4/0a1b/task/stats").willReturn(response));
    }
}
