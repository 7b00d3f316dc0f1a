package io.mackerel.agent.http;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;

/** Keeps the beginning of what arrives. */
final class BoundedBody {
    private final int mostBytes;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    BoundedBody(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Whether all of {@code piece} found room. */
    boolean add(Buffer piece) {
        int length = Math.min(piece.length(), mostBytes - kept.size());
        kept.write(piece.getBytes(0, length), 0, length);
        return length == piece.length();
    }

    byte[] bytes() {
        return kept.toByteArray();
    }
}
