package io.mackerel.agent.plugin;

import io.mackerel.agent.config.HostAndPort;
import io.mackerel.agent.config.ReadinessProbeConfig;
import io.mackerel.agent.http.FailureReason;
import io.mackerel.agent.http.HostAddresses;
import io.mackerel.agent.http.ShownDuration;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Passes when a connection can be made to one of the addresses that a host has. */
public final class TcpProbe implements ReadinessProbe {
    private final HostAndPort target;
    private final Duration timeout;
    private final Vertx vertx;

    /**
     * @param timeout of an attempt, for the look-up of the name and all addresses together
     */
    public TcpProbe(ReadinessProbeConfig.Tcp probe, Duration timeout, Vertx vertx) {
        this.target = new HostAndPort(probe.host(), probe.port());
        this.timeout = timeout;
        this.vertx = vertx;
    }

    @Override
    public ProbeOutcome attempt() throws InterruptedException {
        FutureTask<ProbeOutcome> attempt = new FutureTask<>(this::outcome);
        Thread.ofVirtual().start(attempt);
        try {
            return attempt.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return tooSlow();
        } catch (ExecutionException e) {
            return failed(e);
        } finally {
            attempt.cancel(true);
        }
    }

    /** Tries one address after the other. What the first met is told, if all fail. */
    private ProbeOutcome outcome() throws InterruptedException, ExecutionException {
        List<InetAddress> addresses = HostAddresses.of(target.host(), vertx)
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        IOException first = null;
        for (InetAddress address : addresses) {
            IOException trouble = trouble(address, timeout.dividedBy(addresses.size()));
            if (trouble == null) {
                return new ProbeOutcome.Passed();
            }
            first = first == null ? trouble : first;
        }
        return first instanceof SocketTimeoutException || first == null ? tooSlow() : failed(first);
    }

    /** Null when there is a connection. An interrupt ends the attempt. */
    private @Nullable IOException trouble(InetAddress address, Duration atMost) {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.socket()
                    .connect(
                            new InetSocketAddress(address, target.port()),
                            Math.toIntExact(Math.max(1, atMost.toMillis())));
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private ProbeOutcome tooSlow() {
        return new ProbeOutcome.Failed("no connection to " + target + " within " + ShownDuration.of(timeout));
    }

    private ProbeOutcome failed(Exception e) {
        return e.getCause() instanceof ExecutionException lookUp && lookUp.getCause() instanceof UnknownHostException
                ? new ProbeOutcome.Failed("the host name " + target.host() + " is unknown")
                : new ProbeOutcome.Failed("no connection to " + target + ": " + FailureReason.of(e));
    }
}
