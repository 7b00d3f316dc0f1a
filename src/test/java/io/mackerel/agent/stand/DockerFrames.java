package io.mackerel.agent.stand;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes that a container without a terminal prints on both channels, out of the frames in which Docker sends them. */
final class DockerFrames extends InputStream {
    private static final int CHANNEL_AND_PADDING = 4;

    private final DataInputStream in;
    private int left;

    DockerFrames(InputStream in) {
        this.in = new DataInputStream(in);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (left == 0) {
            if (in.read() < 0) {
                return -1;
            }
            in.skipNBytes(CHANNEL_AND_PADDING - 1);
            left = in.readInt();
        }
        var count = in.read(bytes, offset, Math.min(length, left));
        left -= Math.max(count, 0);
        return count;
    }
}
