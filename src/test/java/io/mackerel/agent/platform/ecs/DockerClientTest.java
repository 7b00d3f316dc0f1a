package io.mackerel.agent.platform.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.PlatformException;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DockerClientTest {
    private static final EventLoopGroup EVENT_LOOPS = new NioEventLoopGroup(1);
    private static final String STATS = "/containers/a1/stats?stream=false&one-shot=true";

    @TempDir
    private Path folder;

    private UnixServer engine;
    private DockerClient client;

    @BeforeEach
    void listen() throws IOException {
        engine = new UnixServer(folder.resolve("docker.sock"));
        client = new DockerClient(engine.socket(), Fixtures.PATIENCE, EVENT_LOOPS);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        engine.close();
    }

    @AfterAll
    static void stopEventLoops() {
        EVENT_LOOPS.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void statisticsAreAskedForWithoutWaitingForASecondReading() throws PlatformException {
        // Given
        engine.answer(STATS, Fixtures.dockerText("cgroup1-bridge"));

        // When
        DockerStatsResponse stats = client.stats("a1").await();

        // Then
        assertThat(stats).isEqualTo(Fixtures.docker("cgroup1-bridge"));
        assertThat(engine.requests())
                .singleElement()
                .satisfies(request -> assertThat(request)
                        .startsWith("GET " + STATS + " HTTP/1.1")
                        .containsIgnoringCase("host: localhost")
                        .containsIgnoringCase("connection: close"));
    }

    @Test
    void whatIsToldOfAContainerIsRead() throws PlatformException {
        // Given
        engine.answer("/containers/a1/json", Fixtures.dockerText("inspect-own-network-cpu-and-memory-limit"));

        // When
        ContainerInspectResponse inspected = client.inspect("a1").await();

        // Then
        assertThat(inspected.networkMode()).isEqualTo("testnet");
        assertThat(inspected.memoryLimit()).isEqualTo(128L << 20);
        assertThat(inspected.networks().get("testnet").ipAddress()).isEqualTo("172.18.0.3");
        assertThat(inspected.state().status()).isEqualTo("running");
        assertThat(inspected.state().startedAt()).isEqualTo("2026-11-22T13:39:43.036664153Z");
    }

    @Test
    void anAnswerInPiecesOfItsOwnSizesIsPutTogether() throws PlatformException {
        // Given
        String json = Fixtures.dockerText("cgroup2-bridge");
        int half = json.length() / 2;
        engine.behave(
                STATS,
                UnixServer.raw(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(half) + "\r\n"
                                + json.substring(0, half) + "\r\n" + Integer.toHexString(json.length() - half) + "\r\n"
                                + json.substring(half) + "\r\n0\r\n\r\n"));

        // When
        DockerStatsResponse stats = client.stats("a1").await();

        // Then
        assertThat(stats).isEqualTo(Fixtures.docker("cgroup2-bridge"));
    }

    @Test
    void aContainerThatIsGoneIsToldInTheEnginesWords() {
        // Given
        engine.answer(STATS, 404, "{\"message\": \"No such container:\\n a1\"}");

        // When
        PlatformException failure = failure();

        // Then
        assertThat(failure)
                .isNotInstanceOf(NotPermittedException.class)
                .hasMessage("the Docker Engine answered 404 to " + STATS + " (No such container: a1)");
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 429, 500, 503})
    void anErrorWithoutWordsIsToldWithItsStatus(int status) {
        // Given
        engine.answer(STATS, status, "no JSON");

        // When
        PlatformException failure = failure();

        // Then
        assertThat(failure).hasMessage("the Docker Engine answered " + status + " to " + STATS);
    }

    static Stream<Arguments> uselessAnswers() {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: ";
        return Stream.of(
                Arguments.of("an empty answer", head + "4\r\n\r\nnull"),
                Arguments.of("No content to map", head + "0\r\n\r\n"),
                Arguments.of("Unexpected character", head + "6\r\n\r\n<html>"),
                Arguments.of("Unexpected end-of-input", head + "9\r\n\r\n{\"read\": "),
                Arguments.of("hannel closed while still aggregating", head + "100\r\n\r\n{\"read\""),
                Arguments.of("closed before the answer was whole", ""),
                Arguments.of("", "garbage\r\n\r\n"),
                Arguments.of("", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"));
    }

    @ParameterizedTest
    @MethodSource("uselessAnswers")
    void anAnswerThatCannotBeUsedIsToldInOneLine(String reason, String answer) {
        // Given
        engine.behave(STATS, UnixServer.raw(answer));

        // When
        PlatformException failure = failure();

        // Then
        assertThat(failure.getMessage())
                .startsWith("the Docker Engine ")
                .contains("gave no usable answer to " + STATS + ": ")
                .contains(reason)
                .hasLineCount(1);
    }

    @Test
    void anEndlessAnswerIsCutOff() {
        // Given
        engine.behave(STATS, connection -> {
            UnixServer.write(connection, "HTTP/1.1 200 OK\r\n\r\n");
            while (connection.isOpen()) {
                UnixServer.write(connection, " ".repeat(64 << 10));
            }
        });

        // When
        PlatformException failure = failure();

        // Then
        assertThat(failure).hasMessageContaining("entity too large");
    }

    @Test
    void anAnswerThatIsNotWholeInTimeIsGivenUpAndItsConnectionClosed() throws InterruptedException {
        // Given
        CountDownLatch closed = new CountDownLatch(1);
        engine.behave(STATS, connection -> {
            UnixServer.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{");
            connection.read(java.nio.ByteBuffer.allocate(1));
            closed.countDown();
        });

        DockerClient impatient = new DockerClient(engine.socket(), Duration.ofSeconds(1), EVENT_LOOPS);

        // When
        PlatformException failure = catchThrowableOfType(
                PlatformException.class, () -> impatient.stats("a1").await());

        // Then
        assertThat(failure)
                .hasMessage("the Docker Engine at " + engine.socket() + " gave no usable answer to " + STATS
                        + ": none within 1 s");
        closed.await();
    }

    @Test
    void aClosedClientEndsTheQuestionsThatAreOpen() throws InterruptedException {
        // Given
        CountDownLatch asked = new CountDownLatch(1);
        engine.behave(STATS, connection -> {
            asked.countDown();
            connection.read(java.nio.ByteBuffer.allocate(1));
        });
        DockerAnswers.Pending<DockerStatsResponse> open = client.stats("a1");
        asked.await();

        // When
        client.close();

        // Then
        assertThatExceptionOfType(PlatformException.class)
                .isThrownBy(open::await)
                .withMessage("the Docker Engine is not asked any more");
    }

    @Test
    void aClosedClientAsksNothing() {
        // Given
        engine.answer(STATS, "{}");

        // When
        client.close();

        // Then
        assertThat(failure()).hasMessage("the Docker Engine is not asked any more");
        assertThat(engine.requests()).isEmpty();
    }

    @Test
    void aMissingSocketSaysWhichVolumeToAdd() {
        // Given
        DockerClient lost = new DockerClient(Path.of("/var/run/no-such-docker.sock"), Fixtures.PATIENCE, EVENT_LOOPS);

        // When
        String obstacle = lost.obstacle();

        // Then
        assertThat(obstacle)
                .isEqualTo("there is no Docker socket at /var/run/no-such-docker.sock: add to the task definition the"
                        + " volume {\"name\": \"docker-socket\", \"host\": {\"sourcePath\": \"/var/run\"}}, and to the"
                        + " agent's container the mount point {\"sourceVolume\": \"docker-socket\", \"containerPath\":"
                        + " \"/var/run\", \"readOnly\": true}");
    }

    @Test
    void aFolderInThePlaceOfTheSocketIsNamed() {
        // Given
        DockerClient lost = new DockerClient(folder, Fixtures.PATIENCE, EVENT_LOOPS);

        // When
        String obstacle = lost.obstacle();

        // Then
        assertThat(obstacle).startsWith(folder + " is a folder, not the Docker socket");
    }

    @Test
    void aSocketThatIsThereIsNoObstacle() {
        assertThat(client.obstacle()).isNull();
    }

    @Test
    void aSocketThatIsGoneForNowIsTroubleThatMayPass() throws IOException {
        // Given
        engine.close();

        // When
        PlatformException failure = failure();

        // Then
        assertThat(failure)
                .isNotInstanceOf(NotPermittedException.class)
                .hasMessageStartingWith("there is no Docker socket at " + engine.socket());
    }

    /** What comes of running out of file descriptors: no channel at all. */
    @Test
    void aConnectionThatCannotEvenBeTriedIsTrouble() {
        // Given
        EventLoopGroup ofAnotherKind = new DefaultEventLoopGroup(1);

        // When
        PlatformException failure = catchThrowableOfType(
                PlatformException.class,
                () -> new DockerClient(engine.socket(), Fixtures.PATIENCE, ofAnotherKind)
                        .stats("a1")
                        .await());

        // Then
        ofAnotherKind.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        assertThat(failure).hasMessageContaining("gave no usable answer to " + STATS);
    }

    @Test
    void anEngineThatIsDownMayComeBack() throws IOException, PlatformException {
        // Given
        engine.close();
        Files.createFile(engine.socket());
        PlatformException down = failure();
        Files.delete(engine.socket());
        engine = new UnixServer(engine.socket()).answer(STATS, "{}");

        // When
        DockerStatsResponse stats = client.stats("a1").await();

        // Then
        assertThat(down)
                .isNotInstanceOf(NotPermittedException.class)
                .hasMessageStartingWith("the Docker Engine at " + engine.socket() + " gave no usable answer")
                .hasMessageContaining("refused");
        assertThat(stats.read()).isNull();
    }

    private PlatformException failure() {
        return catchThrowableOfType(
                PlatformException.class, () -> client.stats("a1").await());
    }
}
