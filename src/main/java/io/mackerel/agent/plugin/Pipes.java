package io.mackerel.agent.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Both outputs of a command. They are polled: a read could hang for as long as anything that the command left behind
 * holds the other end open, and a thread with it.
 */
final class Pipes implements AutoCloseable {
    private static final int BUFFER = 64 * 1_024;
    /** A pipe holds a mebibyte at most. */
    private static final int MOST_BUFFERS_LEFT = 16;

    private final InputStream outputPipe;
    private final InputStream errorPipe;
    private final CutOutput output;
    private final CutOutput errors;
    private final byte[] buffer = new byte[BUFFER];

    Pipes(InputStream outputPipe, InputStream errorPipe, int cut) {
        this.outputPipe = outputPipe;
        this.errorPipe = errorPipe;
        this.output = new CutOutput(outputPipe, cut);
        this.errors = new CutOutput(errorPipe, cut);
    }

    /**
     * @return whether anything was there
     */
    boolean takeSome() {
        return output.takeSome(buffer) | errors.takeSome(buffer);
    }

    /** Takes what is in the pipes, though not what keeps coming. */
    void takeRest() {
        int taken = 0;
        while (taken < MOST_BUFFERS_LEFT && takeSome()) {
            taken++;
        }
    }

    long total() {
        return output.total() + errors.total();
    }

    boolean isCut() {
        return output.isCut();
    }

    String output() {
        return output.text();
    }

    /** Ends with a whole line when it was cut: half of a secret is not recognised as one. */
    String errors() {
        String text = errors.text();
        int end = text.lastIndexOf('\n');
        return errors.isCut() && end >= 0 ? text.substring(0, end) : text;
    }

    @Override
    public void close() {
        close(outputPipe);
        close(errorPipe);
    }

    private static void close(InputStream pipe) {
        try {
            pipe.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
