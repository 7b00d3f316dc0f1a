package io.mackerel.agent.platform.kubernetes;

import java.io.ByteArrayOutputStream;

/** An answer that is wanted as it is, up to a size. */
final class WholeAnswer implements AnswerReader {
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private final int mostBytes;

    WholeAnswer(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public void accept(byte[] bytes, int length) {
        if (length > mostBytes - answer.size()) {
            throw new UnusableAnswerException("more than " + (mostBytes >> 10) + " KiB");
        }
        answer.write(bytes, 0, length);
    }

    @Override
    public byte[] end() {
        return answer.toByteArray();
    }
}
