package io.mackerel.agent.platform.kubernetes;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers each request with whatever bytes a test wants, in plain HTTP on loopback. */
final class RawServer implements AutoCloseable {
    private final ServerSocket server;
    private final Answering answering;
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch dropped = new CountDownLatch(1);

    /** Writes the answer; what it throws ends the connection. */
    interface Answering {
        /** @return whether the connection is to be kept */
        boolean answer(OutputStream out) throws IOException;
    }

    RawServer(Answering answering) {
        this.answering = answering;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** JSON with a length, over a connection that stays. */
    static RawServer json(String body) {
        return new RawServer(out -> {
            out.write(head("Content-Length: " + body.length()));
            out.write(body.getBytes(US_ASCII));
            return true;
        });
    }

    static byte[] head(String header) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + header + "\r\n\r\n").getBytes(US_ASCII);
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    }

    int connections() {
        return connections.get();
    }

    /** Whether a client has closed its connection, by now or soon. */
    boolean wasDropped() throws InterruptedException {
        return dropped.await(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
            boolean keep = true;
            while (keep && in.readLine() != null) {
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    // The rest of the head does not matter.
                }
                keep = answering.answer(client.getOutputStream());
            }
            if (keep) {
                dropped.countDown();
            }
        } catch (IOException gone) {
            dropped.countDown();
        }
    }
}
