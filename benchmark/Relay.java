import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Hands every byte on between one agent and the stand-in for Mackerel, and notes when which request came. */
final class Relay implements AutoCloseable {
    private static final Pattern START = Pattern.compile("(GET|POST|PUT) /\\S* HTTP/1\\.1\r\n");

    /** A request that came, or is still coming. */
    static final class Request {
        private final long nanoTime = System.nanoTime();
        private final StringBuilder text = new StringBuilder();

        boolean registersHost() {
            return is("POST /api/v0/hosts ");
        }

        boolean bringsValues() {
            return is("POST /api/v0/tsdb ");
        }

        boolean bringsContainerValues() {
            return bringsValues() && text.indexOf("\"container.") >= 0;
        }

        boolean bringsCpuUsage() {
            return bringsValues() && text.indexOf("\"container.cpu.") >= 0;
        }

        private boolean is(String start) {
            return text.indexOf(start) == 0;
        }
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI target;
    private final List<Request> requests = new ArrayList<>();

    Relay(URI target) throws IOException {
        this.target = target;
        Thread.ofPlatform().daemon().start(this::accept);
    }

    /** The value for {@code MACKEREL_APIBASE}. */
    String base() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/";
    }

    /** When the first such request began to come, on the clock of {@link System#nanoTime}. */
    synchronized long await(Predicate<Request> wanted, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (requests.stream().noneMatch(wanted)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException("not seen within " + atMost);
            }
            wait(left);
        }
        return requests.stream().filter(wanted).findFirst().orElseThrow().nanoTime;
    }

    /** How many such requests came so far. */
    synchronized long count(Predicate<Request> wanted) {
        return requests.stream().filter(wanted).count();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket agent = server.accept();
                Socket standIn = new Socket(target.getHost(), target.getPort());
                Thread.ofPlatform().daemon().start(() -> copy(agent, standIn, true));
                Thread.ofPlatform().daemon().start(() -> copy(standIn, agent, false));
            }
        } catch (IOException closed) {
            // The measurement is over.
        }
    }

    private void copy(Socket from, Socket to, boolean requests) {
        byte[] buffer = new byte[65_536];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (requests) {
                    note(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException closed) {
            // One side went away; so does the other.
        }
    }

    /** The agent sends one request at a time: a new one begins with a read of its own. */
    private synchronized void note(String text) {
        if (START.matcher(text).lookingAt()) {
            requests.add(new Request());
        }
        requests.getLast().text.append(text);
        notifyAll();
    }
}
