package io.mackerel.agent.platform.ecs;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks an HTTP server over a unix socket, on one connection for each question. Vert.x, and the REST client on it, need a
 * native library for such sockets; Netty below them takes the JDK's own.
 */
final class UnixSocketHttp {
    private final Path socket;
    private final Duration timeout;
    private final int mostBytes;
    private final EventLoopGroup eventLoops;

    record Answer(int status, byte[] body) {}

    /**
     * @param timeout for a whole answer
     * @param mostBytes of an answer's body
     * @param eventLoops of the JDK's selectors, not of a native transport
     */
    UnixSocketHttp(Path socket, Duration timeout, int mostBytes, EventLoopGroup eventLoops) {
        this.socket = socket;
        this.timeout = timeout;
        this.mostBytes = mostBytes;
        this.eventLoops = eventLoops;
    }

    /**
     * Never blocks. The answer comes within the time-out, or the trouble does; whoever cancels it closes the connection.
     */
    CompletableFuture<Answer> get(String path) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        ChannelFuture connection = new Bootstrap()
                .group(eventLoops)
                .channelFactory(UnixSocketHttp::open)
                .handler(new UnixSocketExchange(path, mostBytes, answer))
                .connect(UnixDomainSocketAddress.of(socket));
        // Without a channel, as when file descriptors have run out, the attempt has failed by now.
        if (connection.isDone() && !connection.isSuccess()) {
            answer.completeExceptionally(connection.cause());
            return answer;
        }
        connection.addListener(attempt -> {
            if (!attempt.isSuccess()) {
                answer.completeExceptionally(attempt.cause());
            }
        });
        endInTime(answer, connection.channel());
        return answer;
    }

    private void endInTime(CompletableFuture<Answer> answer, Channel channel) {
        Future<?> timer = channel.eventLoop()
                .schedule(
                        () -> answer.completeExceptionally(new TimeoutException()),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
        answer.whenComplete((_, _) -> {
            timer.cancel(false);
            channel.close();
        });
    }

    private static NioDomainSocketChannel open() {
        try {
            return new NioDomainSocketChannel(SocketChannel.open(StandardProtocolFamily.UNIX));
        } catch (IOException e) {
            throw new ChannelException("a unix socket cannot be opened", e);
        }
    }
}
