package io.mackerel.agent.stand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A second socket of the Docker Engine, which restarts when a test wants it: until then it passes on what comes. It is in
 * a folder of its own, since a new socket has the name of the old one and is another file.
 */
final class EngineProxy implements AutoCloseable {
    private final Path engine;
    private final Path folder;
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
    private ServerSocketChannel listener;

    /** Listens with the owner and the rights of the socket that it stands for. */
    EngineProxy(Path engine) throws IOException {
        this.engine = engine;
        this.folder = Files.createTempDirectory("engine");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        this.listener = listen();
    }

    Path folder() {
        return folder;
    }

    /** Breaks all connections off and refuses new ones, as the socket of an Engine that died. */
    void stop() throws IOException {
        listener.close();
        for (var connection : connections) {
            connection.close();
        }
        connections.clear();
    }

    void startAgain() throws IOException {
        Files.delete(socket());
        listener = listen();
    }

    @Override
    public void close() throws IOException {
        stop();
        Files.deleteIfExists(socket());
        Files.delete(folder);
    }

    private Path socket() {
        return folder.resolve("docker.sock");
    }

    private ServerSocketChannel listen() throws IOException {
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(socket()));
        Files.setAttribute(socket(), "unix:gid", AgentDefinition.groupOf(engine));
        Files.setPosixFilePermissions(socket(), PosixFilePermissions.fromString("rw-rw----"));
        Thread.ofVirtual().name("proxy of the Engine").start(() -> accept(channel));
        return channel;
    }

    private void accept(ServerSocketChannel channel) {
        try {
            while (true) {
                var client = channel.accept();
                var server = SocketChannel.open(UnixDomainSocketAddress.of(engine));
                connections.add(client);
                connections.add(server);
                Thread.ofVirtual().name("to the Engine").start(() -> passOn(client, server));
                Thread.ofVirtual().name("from the Engine").start(() -> passOn(server, client));
            }
        } catch (IOException stopped) {
            // its connections are closed by who stopped it
        }
    }

    private void passOn(SocketChannel from, SocketChannel to) {
        try {
            Channels.newInputStream(from).transferTo(Channels.newOutputStream(to));
            to.shutdownOutput();
        } catch (IOException broken) {
            close(from);
            close(to);
        }
    }

    private void close(SocketChannel connection) {
        connections.remove(connection);
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
