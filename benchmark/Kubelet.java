import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The read-only port of a node's kubelet: statistics of the node's pods to whoever asks, in one chunk, as the HTTP server
 * of Go writes what it is handed in one piece. (The JDK's server would cut it into chunks of 4 kB, which are more work for
 * the agent than real ones.)
 */
final class Kubelet implements AutoCloseable {
    private static final String STATS = "GET /stats/summary?only_cpu_and_memory=true HTTP/1.1";

    private final ServerSocket server;
    private final StatsSummary stats;

    Kubelet(int pods) {
        this.stats = new StatsSummary(pods);
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
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
                Socket agent = server.accept();
                agent.setTcpNoDelay(true);
                Thread.ofPlatform().daemon().start(() -> serve(agent));
            }
        } catch (IOException closed) {
            // The measurement is over.
        }
    }

    private void serve(Socket agent) {
        try (agent) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(agent.getInputStream(), StandardCharsets.ISO_8859_1));
            for (String request = in.readLine(); request != null; request = in.readLine()) {
                String header = in.readLine();
                while (header != null && !header.isEmpty()) {
                    header = in.readLine();
                }
                answer(request, agent.getOutputStream());
            }
        } catch (IOException closed) {
            // The agent went away.
        }
    }

    private synchronized void answer(String request, OutputStream out) throws IOException {
        if (!request.equals(STATS)) {
            out.write(ascii("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
            return;
        }
        byte[] json = stats.answer();
        out.write(ascii("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(json.length) + "\r\n"));
        out.write(json);
        out.write(ascii("\r\n0\r\n\r\n"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
