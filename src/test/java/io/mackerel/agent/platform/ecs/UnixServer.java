package io.mackerel.agent.platform.ecs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a unix socket that answers with prepared bytes, good or bad, and remembers what it was asked. */
final class UnixServer implements AutoCloseable {
    /** What happens on a connection once its request was read. */
    interface Behaviour {
        void on(SocketChannel connection) throws IOException;
    }

    private final Path socket;
    private final ServerSocketChannel server;
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    UnixServer(Path socket) throws IOException {
        this.socket = socket;
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::serve);
    }

    Path socket() {
        return socket;
    }

    /** The first line and the headers of each request. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    UnixServer answer(String target, String json) {
        return answer(target, 200, json);
    }

    UnixServer answer(String target, int status, String json) {
        return behave(
                target,
                raw("HTTP/1.1 " + status + " Whatever\r\nContent-Type: application/json\r\nContent-Length: "
                        + json.getBytes(ISO_8859_1).length + "\r\n\r\n" + json));
    }

    UnixServer behave(String target, Behaviour behaviour) {
        behaviours.put(target, behaviour);
        return this;
    }

    /** Sends these bytes and closes the connection. */
    static Behaviour raw(String bytes) {
        return connection -> {
            write(connection, bytes);
            connection.close();
        };
    }

    static void write(SocketChannel connection, String bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes.getBytes(ISO_8859_1));
        while (buffer.hasRemaining()) {
            connection.write(buffer);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
    }

    private void serve() {
        while (server.isOpen()) {
            try {
                SocketChannel connection = server.accept();
                Thread.ofVirtual().start(() -> converse(connection));
            } catch (ClosedChannelException end) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void converse(SocketChannel connection) {
        String request = new Scanner(Channels.newInputStream(connection), ISO_8859_1)
                .useDelimiter("\r\n\r\n")
                .next();
        requests.add(request);
        Behaviour behaviour = behaviours.getOrDefault(
                request.split(" ", -1)[1],
                raw("HTTP/1.1 404 Not Found\r\nContent-Length: 32\r\n\r\n{\"message\":\"No such container: x\"}"));
        try {
            behaviour.on(connection);
        } catch (IOException gone) {
            // The client has had enough.
        }
    }
}
