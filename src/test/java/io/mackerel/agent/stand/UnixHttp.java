package io.mackerel.agent.stand;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * HTTP/1.0 over a unix domain socket: one connection a request and no chunks, so an answer, endless ones included, is
 * read until the connection ends.
 */
record UnixHttp(Path socket) {
    /** The body is read as it comes; closing the answer breaks the connection off, also under a thread that reads. */
    record Answer(int status, InputStream body, SocketChannel connection) implements AutoCloseable {
        BufferedReader lines() {
            return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }

        byte[] bytes() {
            try {
                return body.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Answer send(String method, String path, byte[] body) throws IOException {
        var connection = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        try {
            write(connection, head(method, path, body.length));
            write(connection, body);
            var in = new BufferedInputStream(Channels.newInputStream(connection));
            var status = Integer.parseInt(readLine(in).split(" ", 3)[1]);
            while (!readLine(in).isEmpty()) {
                // an answer without chunks needs none of its header lines
            }
            return new Answer(status, in, connection);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static byte[] head(String method, String path, int length) {
        return """
                %s %s HTTP/1.0\r
                Host: localhost\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                """.formatted(method, path, length).getBytes(ISO_8859_1);
    }

    private static void write(SocketChannel connection, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            connection.write(buffer);
        }
    }

    private static String readLine(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the answer ended in its header");
            }
            line.write(next);
        }
        return line.toString(ISO_8859_1).strip();
    }
}
