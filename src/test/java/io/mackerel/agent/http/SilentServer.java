package io.mackerel.agent.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes connections at 127.0.0.1, and says nothing. */
public final class SilentServer implements AutoCloseable {
    private final ServerSocket server;
    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);

    public SilentServer() {
        try {
            server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    public int port() {
        return server.getLocalPort();
    }

    public void awaitConnection() throws InterruptedException {
        connected.await();
    }

    /** Whether the first client has closed its connection, by now or within the 15 s that nothing takes which is bounded. */
    public boolean wasLeft() throws InterruptedException {
        return left.await(15, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        try (Socket client = server.accept()) {
            connected.countDown();
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // A reset leaves, too.
        } finally {
            left.countDown();
        }
    }
}
