package io.mackerel.agent.http;

import static io.mackerel.agent.http.BoundedHttpTest.get;
import static io.mackerel.agent.http.ScriptedServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.platform.kubernetes.TestCertificate;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of exchanges when they are over. */
class LeftoversTest {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final BoundedHttp http = new BoundedHttp(vertx, Duration.ofMillis(300), 1_000);

    @TempDir
    private Path directory;

    @Test
    void noThreadAndNoConnectionIsLeftOfExchangesWellOrIll() throws Exception {
        TestCertificate certificate = TestCertificate.in(directory, "untrusted");
        try (var good = ScriptedServer.answering(answer(200, "hello"));
                var large = ScriptedServer.answering(answer(200, "x".repeat(2_000)));
                var broken = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
                var stalling = ScriptedServer.answering((_, connection) -> connection.untilClosed());
                var silent = new SilentServer();
                var untrusted = ScriptedServer.encrypted(
                        certificate.keyStore(), TestCertificate.PASSWORD, (_, connection) -> {})) {
            // Given
            List<URI> all = List.of(
                    good.uri("/"),
                    large.uri("/"),
                    broken.uri("/"),
                    stalling.uri("/"),
                    untrusted.uri("/"),
                    URI.create("https://127.0.0.1:" + silent.port() + "/"),
                    URI.create("http://127.0.0.1:" + BoundedHttpTest.freePort() + "/"));
            repeat(all, 2);
            int descriptors = descriptors();
            int threads = threads();

            // When
            repeat(all, 8);

            // Then
            assertThat(settled(LeftoversTest::descriptors, descriptors)).isLessThanOrEqualTo(descriptors);
            assertThat(settled(LeftoversTest::threads, threads)).isLessThanOrEqualTo(threads);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private void repeat(List<URI> all, int times) throws InterruptedException {
        for (int round = 0; round < times; round++) {
            for (URI each : all) {
                try {
                    http.exchange(get(each));
                } catch (ExchangeException expected) {
                    // What is left of it is the question.
                }
            }
        }
    }

    private static int settled(IntSupplier count, int expected) throws InterruptedException {
        for (long waited = 0; count.getAsInt() > expected && waited < PATIENCE.toMillis(); waited += 100) {
            Thread.sleep(100);
        }
        return count.getAsInt();
    }

    private static int descriptors() {
        return Objects.requireNonNull(DESCRIPTORS.toFile().list()).length;
    }

    private static int threads() {
        return Thread.getAllStackTraces().size();
    }
}
