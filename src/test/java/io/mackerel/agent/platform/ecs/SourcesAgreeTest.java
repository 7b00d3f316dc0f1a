package io.mackerel.agent.platform.ecs;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.mackerel.agent.config.EcsSource;
import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.metric.Snapshot.Omission;
import io.mackerel.agent.platform.ContainerFilter;
import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;
import io.mackerel.agent.platform.WorkloadState;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One task, told by each of the sources: it is the same task. */
@QuarkusTest
class SourcesAgreeTest {
    @RegisterExtension
    private static final WireMockExtension SERVER =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    private static final Instant NOW = Instant.parse("2026-11-22T13:40:01.5Z");
    private static final String TASK_ID = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final String WEB = "c2162b8cc91a621d9eaf8b10d1d05cfaf9eba7281b23f599b3b4642a2ac2bae6";
    private static final String LOAD = "6221bfd40d420dc87f709043387497b8f1b7802f69880c88e5a481db1730eeb7";
    private static final String STATS = "/containers/%s/stats?stream=false&one-shot=true";

    @TempDir
    private Path folder;

    @Inject
    Vertx vertx;

    private UnixServer engine;

    @BeforeEach
    void theTaskIsToldEverywhere() throws IOException {
        for (String path : new String[] {"/v4/a/task", "/v3/a/task", "/v2/metadata"}) {
            SERVER.stubFor(get(path).willReturn(okJson(Fixtures.ecs("v4-ec2-bridge-task"))));
        }
        for (String path : new String[] {"/v4/a/task/stats", "/v3/a/task/stats", "/v2/stats"}) {
            SERVER.stubFor(get(path).willReturn(okJson(Fixtures.ecs("v4-ec2-bridge-stats"))));
        }
        SERVER.stubFor(get("/v1/metadata")
                .willReturn(okJson("{\"Cluster\": \"arn:aws:ecs:us-west-2:111122223333:cluster/shop\"}")));
        SERVER.stubFor(
                get("/v1/tasks?dockerid=" + WEB).willReturn(okJson(Fixtures.ecs("introspection-ec2-bridge-task"))));
        engine = new UnixServer(folder.resolve("docker.sock"));
        engine.answer("/containers/" + WEB + "/json", inspected(256, 128L << 20));
        engine.answer("/containers/" + LOAD + "/json", inspected(2, 0));
        engine.answer(STATS.formatted(WEB), Fixtures.dockerText("cgroup1-bridge"));
        engine.answer(STATS.formatted(LOAD), Fixtures.dockerText("cgroup1-bridge-with-limits"));
        write("proc/self/cgroup", "4:memory:/ecs/" + TASK_ID + "/" + WEB + "\n");
        write("cgroup/cpu/ecs/" + TASK_ID + "/cpu.cfs_quota_us", "150000\n");
        write("cgroup/cpu/ecs/" + TASK_ID + "/cpu.cfs_period_us", "100000\n");
        write("cgroup/memory/ecs/" + TASK_ID + "/memory.limit_in_bytes", (1024L << 20) + "\n");
    }

    @AfterEach
    void stopTheEngine() throws IOException {
        engine.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"V3", "V2", "INTROSPECTION"})
    void aSampleIsTheSameFromEachSource(EcsSource source) throws PlatformException {
        // Given
        Snapshot ofVersion4 = platform(EcsSource.V4).snapshot();

        // When
        Snapshot snapshot = platform(source).snapshot();

        // Then
        assertThat(snapshot).isEqualTo(ofVersion4);
        assertThat(snapshot.containers()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"V3", "V2", "INTROSPECTION"})
    void theHostIsTheSameFromEachSource(EcsSource source) throws PlatformException {
        // Given
        Workload ofVersion4 = platform(EcsSource.V4).workload();

        // When
        WorkloadState state = platform(source).state();

        // Then
        assertThat(state).isInstanceOfSatisfying(WorkloadState.Running.class, running -> {
            assertThat(running.workload().identity())
                    .isEqualTo(ofVersion4.identity())
                    .isEqualTo(TASK_ID + ".ecs");
            assertThat(running.workload().cloud().metadata())
                    .containsEntry("cluster", "arn:aws:ecs:us-west-2:111122223333:cluster/shop")
                    .containsEntry("limits", ofVersion4.cloud().metadata().get("limits"));
        });
    }

    @Test
    void aContainerThatIsGoneBeforeItIsAskedAboutIsLeftOutWithTheReason() throws PlatformException {
        // Given
        String gone = "{\"message\": \"No such container: " + LOAD + "\"}";
        engine.answer("/containers/" + LOAD + "/json", 404, gone);
        engine.answer(STATS.formatted(LOAD), 404, gone);

        // When
        Snapshot snapshot = platform(EcsSource.INTROSPECTION).snapshot();

        // Then
        assertThat(snapshot.containers())
                .singleElement()
                .satisfies(container -> assertThat(container.name().value()).isEqualTo("web"));
        assertThat(snapshot.trouble()).isNull();
        assertThat(snapshot.omissions()).extracting(Omission::container).containsExactly("load.gen");
        assertThat(snapshot.omissions())
                .extracting(Omission::reason)
                .containsExactly("the Docker Engine answered 404 to " + STATS.formatted(LOAD) + " (No such container: "
                        + LOAD + ")");
    }

    @Test
    void aContainerOfWhichTheEngineTellsOnlyHalfIsLeftOut() throws PlatformException {
        // Given
        engine.answer("/containers/" + LOAD + "/json", 500, "{\"message\": \"busy\"}");

        // When
        Snapshot snapshot = platform(EcsSource.INTROSPECTION).snapshot();

        // Then
        assertThat(snapshot.containers()).hasSize(1);
        assertThat(snapshot.omissions())
                .containsExactly(new Omission(
                        "load.gen", "the Docker Engine answered 500 to /containers/" + LOAD + "/json (busy)", true));
    }

    @Test
    void aSampleDoesNotWaitForTheNameOfTheCluster() throws PlatformException {
        // When
        platform(EcsSource.INTROSPECTION).snapshot();

        // Then
        SERVER.verify(0, getRequestedFor(urlEqualTo("/v1/metadata")));
    }

    @Test
    void theEngineIsNotAskedForStatisticsThatNobodyWants() throws PlatformException {
        // When
        Snapshot snapshot =
                platform(EcsSource.INTROSPECTION, Pattern.compile("^load")).snapshot();

        // Then
        assertThat(snapshot.containers()).hasSize(1);
        assertThat(engine.requests())
                .anyMatch(request -> request.contains(STATS.formatted(WEB)))
                .noneMatch(request -> request.contains(STATS.formatted(LOAD)));
    }

    @Test
    void withoutTheEngineThereIsNoSampleAndThenThereIsOneAgain() throws IOException, PlatformException {
        // Given
        EcsPlatform platform = platform(EcsSource.INTROSPECTION);
        engine.close();
        assertThatExceptionOfType(PlatformException.class)
                .isThrownBy(platform::snapshot)
                .withMessageStartingWith("there is no Docker socket at ");
        theTaskIsToldEverywhere();

        // When
        Snapshot snapshot = platform.snapshot();

        // Then
        assertThat(snapshot.containers()).hasSize(2);
    }

    @Test
    void onANetworkThatIsSharedInterfacesAreMeasuredWithoutTheEngine() throws IOException, PlatformException {
        // Given
        String host = inspected(0, 0).replace("default", "host");
        engine.answer("/containers/" + WEB + "/json", host);
        engine.answer("/containers/" + LOAD + "/json", host);
        write("proc/net/dev", "a\nb\n  eth0: 7 0 0 0 0 0 0 0 8 0 0 0 0 0 0 0\n");
        EcsPlatform platform = platform(EcsSource.INTROSPECTION);
        Snapshot before = platform.snapshot();
        engine.close();

        // When
        Snapshot snapshot = platform.snapshot();

        // Then
        assertThat(before.containers()).hasSize(2);
        assertThat(snapshot.interfaces()).hasSize(1).isEqualTo(before.interfaces());
        assertThat(snapshot.containers()).isEmpty();
        assertThat(snapshot.trouble()).startsWith("there is no Docker socket at ");
    }

    @Test
    void outsideOfAContainerTheTaskCannotBeAskedFor() throws IOException {
        // Given
        write("proc/self/cgroup", "0::/\n");

        // When
        EcsPlatform platform = platform(EcsSource.INTROSPECTION);

        // Then
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(platform::preflight)
                .withMessageContaining("/proc/self/cgroup")
                .withMessageContaining("/proc/self/mountinfo");
    }

    @Test
    void withoutTheSocketTheAgentDoesNotEvenAskForItsTask() throws IOException {
        // Given
        engine.close();

        // When
        EcsPlatform platform = platform(EcsSource.INTROSPECTION);

        // Then
        assertThatExceptionOfType(NotPermittedException.class)
                .isThrownBy(platform::preflight)
                .withMessageContaining("add to the task definition the volume");
        assertThat(SERVER.getAllServeEvents()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void withAllThatIsNeededThePreflightIsSilent(EcsSource source) throws NotPermittedException {
        platform(source).preflight();

        assertThat(SERVER.getAllServeEvents()).isEmpty();
        assertThat(engine.requests()).isEmpty();
    }

    @Test
    void aTaskThatTheEcsAgentDoesNotKnowYetIsNoTask() {
        // Given
        SERVER.stubFor(get("/v1/tasks?dockerid=" + WEB).willReturn(okJson("{\"Arn\": \"\", \"KnownStatus\": \"\"}")));

        // When
        EcsPlatform platform = platform(EcsSource.INTROSPECTION);

        // Then
        assertThatExceptionOfType(PlatformException.class)
                .isThrownBy(platform::state)
                .withMessage("the Introspection API knows no task of the container " + WEB);
    }

    @Test
    void aFailureOfTheIntrospectionApiIsTold() {
        // Given
        SERVER.stubFor(get("/v1/tasks?dockerid=" + WEB).willReturn(serverError()));

        // When
        EcsPlatform platform = platform(EcsSource.INTROSPECTION);

        // Then
        assertThatExceptionOfType(PlatformException.class)
                .isThrownBy(platform::snapshot)
                .withMessage(SERVER.baseUrl() + "/v1/tasks?dockerid=" + WEB + " answered 500");
    }

    private EcsPlatform platform(EcsSource source) {
        return platform(source, null);
    }

    private EcsPlatform platform(EcsSource source, @Nullable Pattern ignored) {
        Machine machine = new Machine(folder.resolve("proc"), () -> 7L);
        TaskSource taskSource = source == EcsSource.INTROSPECTION
                ? new IntrospectionSource(
                        new IntrospectionClient(
                                URI.create(SERVER.baseUrl()),
                                new InstanceMetadataClient(URI.create(SERVER.baseUrl()), Fixtures.PATIENCE),
                                Fixtures.PATIENCE),
                        new DockerClient(engine.socket(), Fixtures.PATIENCE, vertx.nettyEventLoopGroup()),
                        new TaskCgroup(folder.resolve("cgroup")),
                        machine)
                : new MetadataSource(source, URI.create(SERVER.baseUrl() + path(source)), Fixtures.PATIENCE);
        return new EcsPlatform(
                taskSource,
                "it is a test",
                "AWS_ECS_EC2",
                ContainerFilter.leavingOut(ignored),
                machine,
                InstantSource.fixed(NOW));
    }

    private static String path(EcsSource source) {
        return switch (source) {
            case V4 -> "/v4/a";
            case V3 -> "/v3/a";
            case V2, INTROSPECTION -> "/v2";
        };
    }

    private static String inspected(long shares, long memory) {
        return """
                {"State": {"Status": "running", "StartedAt": "2026-11-22T13:38:59.330248817Z"},
                 "HostConfig": {"NetworkMode": "default", "CpuShares": %d, "Memory": %d}}
                """.formatted(shares, memory);
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
