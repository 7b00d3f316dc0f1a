package io.mackerel.agent.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server on loopback that answers the one request of each connection with whatever bytes a test wants. */
public final class ScriptedServer implements AutoCloseable {
    private final ServerSocket server;
    private final String scheme;
    private final Script script;
    private final List<List<String>> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch dropped = new CountDownLatch(1);

    /** Answers; the connection ends with it. */
    @FunctionalInterface
    public interface Script {
        void answer(List<String> request, Connection connection) throws IOException;
    }

    /** The server's side of one connection. */
    public record Connection(InputStream in, OutputStream out) {
        public void write(String text) throws IOException {
            out.write(text.getBytes(UTF_8));
            out.flush();
        }

        /** Says nothing more until the client closes the connection. */
        public void untilClosed() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
            throw new EOFException("the client is gone");
        }

        /** Passes on what both sides say, as a proxy does. */
        public void tunnelTo(int port) throws IOException {
            try (Socket server = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
                Thread.ofVirtual().start(() -> {
                    try {
                        server.getInputStream().transferTo(out);
                    } catch (IOException gone) {
                        // The other direction ends, too.
                    }
                });
                in.transferTo(server.getOutputStream());
            }
        }
    }

    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch mayServe;

    private ScriptedServer(ServerSocket server, String scheme, Script script, CountDownLatch mayServe) {
        this.server = server;
        this.scheme = scheme;
        this.script = script;
        this.mayServe = mayServe;
        Thread.ofVirtual().start(this::accept);
    }

    /** Plain HTTP at 127.0.0.1. */
    public static ScriptedServer answering(Script script) {
        return at(InetAddress.ofLiteral("127.0.0.1"), script);
    }

    public static ScriptedServer at(InetAddress address, Script script) {
        try {
            return new ScriptedServer(new ServerSocket(0, 50, address), "http", script, new CountDownLatch(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole answer. */
    public static ScriptedServer answering(String answer) {
        return answering((_, connection) -> connection.write(answer));
    }

    /** HTTPS at 127.0.0.1, with the certificate in a key store of PKCS 12. */
    public static ScriptedServer encrypted(Path keyStore, String password, Script script) {
        return encrypted(keyStore, password, script, new CountDownLatch(0));
    }

    /** HTTPS at 127.0.0.1 that shakes no hands before {@code mayServe}. */
    public static ScriptedServer late(Path keyStore, String password, CountDownLatch mayServe) {
        return encrypted(keyStore, password, (_, connection) -> connection.untilClosed(), mayServe);
    }

    private static ScriptedServer encrypted(Path keyStore, String password, Script script, CountDownLatch mayServe) {
        try (InputStream stream = Files.newInputStream(keyStore)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(stream, password.toCharArray());
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, password.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return new ScriptedServer(
                    context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")),
                    "https",
                    script,
                    mayServe);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An answer with a length. */
    public static String answer(int status, String body, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head + "Content-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** By the address 127.0.0.1. */
    public URI uri(String target) {
        return URI.create(scheme + "://127.0.0.1:" + port() + target);
    }

    /** The lines of each request's head. */
    public List<List<String>> requests() {
        return List.copyOf(requests);
    }

    /** The head of the only request. */
    public List<String> request() {
        if (requests.size() != 1) {
            throw new AssertionError("requests: " + requests);
        }
        return requests.getFirst();
    }

    public void awaitConnection() throws InterruptedException {
        connected.await();
    }

    /** Whether a client has left a connection before its answer was complete, by now or soon. */
    public boolean wasDropped() throws InterruptedException {
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
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            connected.countDown();
            mayServe.await();
            InputStream in = client.getInputStream();
            List<String> request = head(in);
            requests.add(request);
            script.answer(request, new Connection(in, client.getOutputStream()));
        } catch (IOException gone) {
            dropped.countDown();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads no byte more than the head. */
    private static List<String> head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("no request");
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1)
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .toList();
    }
}
