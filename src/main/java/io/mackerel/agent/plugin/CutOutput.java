package io.mackerel.agent.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The first part of what comes out of a pipe. The rest is read, so that the writer can go on, and forgotten. */
final class CutOutput {
    private final InputStream pipe;
    private final int cut;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long total;

    /**
     * @param cut bytes that are kept
     */
    CutOutput(InputStream pipe, int cut) {
        this.pipe = pipe;
        this.cut = cut;
    }

    /**
     * Takes what is there, as far as the buffer holds it, without waiting for more.
     *
     * @return whether anything was there
     */
    boolean takeSome(byte[] buffer) {
        int read = read(buffer);
        kept.write(buffer, 0, Math.min(read, cut - kept.size()));
        total += read;
        return read > 0;
    }

    private int read(byte[] buffer) {
        try {
            int available = Math.min(pipe.available(), buffer.length);
            return available <= 0 ? 0 : Math.max(0, pipe.read(buffer, 0, available));
        } catch (IOException e) {
            return 0;
        }
    }

    /** Bytes that came. */
    long total() {
        return total;
    }

    boolean isCut() {
        return total > cut;
    }

    /** What is no UTF-8 is replaced. */
    String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
