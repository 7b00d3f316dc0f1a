package io.mackerel.agent.platform.ecs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mackerel.agent.http.FailureReason;
import io.mackerel.agent.http.LogText;
import io.mackerel.agent.platform.LenientJson;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.ecs.DockerAnswers.Pending;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Asks the Docker Engine about containers. Safe for use by several threads. */
final class DockerClient implements AutoCloseable {
    /** A container with many labels, mounts and networks comes to some 10 kB. */
    private static final int MOST_BYTES = 4 << 20;

    private static final int OK = 200;

    private final DockerSocket socket;
    private final UnixSocketHttp http;
    private volatile boolean isClosed;
    private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();
    private final ObjectMapper json = new LenientJson().getContext(Object.class);

    /**
     * @param socket where the Engine listens
     * @param timeout for each answer: an Engine before 20.10, which knows no {@code one-shot}, takes two seconds for
     *     statistics
     * @param eventLoops of the JDK's selectors
     */
    DockerClient(Path socket, Duration timeout, EventLoopGroup eventLoops) {
        this.socket = new DockerSocket(socket, timeout);
        this.http = new UnixSocketHttp(socket, timeout, MOST_BYTES, eventLoops);
    }

    /** Where the Engine listens. */
    Path address() {
        return socket.path();
    }

    /** Why the Engine's socket cannot be opened, and what to do; null when it can. */
    @Nullable
    String obstacle() {
        return socket.obstacle();
    }

    Pending<ContainerInspectResponse> inspect(String id) {
        return ask("/containers/" + id + "/json", ContainerInspectResponse.class);
    }

    /** The statistics as they are now: without {@code one-shot} the Engine waits for a second reading. */
    Pending<DockerStatsResponse> stats(String id) {
        return ask("/containers/" + id + "/stats?stream=false&one-shot=true", DockerStatsResponse.class);
    }

    /** Ends the questions that are still open; no other is asked after that. */
    @Override
    public void close() {
        isClosed = true;
        open.forEach(question -> question.cancel(true));
    }

    private <T> Pending<T> ask(String path, Class<T> type) {
        CompletableFuture<UnixSocketHttp.Answer> answer =
                isClosed ? CompletableFuture.failedFuture(new CancellationException()) : http.get(path);
        open.add(answer);
        answer.whenComplete((_, _) -> open.remove(answer));
        if (isClosed) {
            answer.cancel(true);
        }
        return new Pending<>() {
            @Override
            public T await() throws PlatformException {
                return read(path, awaited(path, answer), type);
            }

            @Override
            public void cancel() {
                answer.cancel(true);
            }
        };
    }

    private UnixSocketHttp.Answer awaited(String path, CompletableFuture<UnixSocketHttp.Answer> answer)
            throws PlatformException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw socket.trouble(path, e.getCause());
        } catch (CancellationException e) {
            throw new PlatformException("the Docker Engine is not asked any more", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.cancel(true);
            throw new PlatformException("interrupted", e);
        }
    }

    private <T> T read(String path, UnixSocketHttp.Answer answer, Class<T> type) throws PlatformException {
        if (answer.status() != OK) {
            throw new PlatformException(
                    "the Docker Engine answered " + answer.status() + " to " + path + complaint(answer.body()), null);
        }
        try {
            return Objects.requireNonNull(json.readValue(answer.body(), type), "an empty answer");
        } catch (IOException | RuntimeException e) {
            throw new PlatformException(
                    "the Docker Engine gave no usable answer to " + path + ": " + FailureReason.of(e), e);
        }
    }

    /** What the Engine says of an error, in parentheses. */
    private String complaint(byte[] body) {
        try {
            String message = json.readTree(body).path("message").asText();
            return message.isBlank() ? "" : " (" + LogText.line(message) + ")";
        } catch (IOException notJson) {
            return "";
        }
    }
}
