package io.mackerel.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** A port where connections are refused until it is opened; from then on it leads to a server. */
final class LateDoor implements AutoCloseable {
    private final URI behind;
    private final int port;
    private volatile ServerSocket open;

    LateDoor(URI behind) throws IOException {
        this.behind = behind;
        this.port = LoopbackEndpoint.freePort();
    }

    URI uri() {
        return LoopbackEndpoint.uri(port);
    }

    void open() throws IOException {
        open = new ServerSocket(port, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::admit);
    }

    @Override
    public void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }

    private void admit() {
        try {
            while (true) {
                var outside = open.accept();
                var inside = new Socket(behind.getHost(), behind.getPort());
                Thread.ofVirtual().start(() -> copy(outside, inside));
                Thread.ofVirtual().start(() -> copy(inside, outside));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException closed) {
            // One side went away; so does the other.
        }
    }
}
