package io.mackerel.agent.platform.kubernetes;

/** Takes an answer piece by piece, as it comes. For one answer, and one thread at a time. */
interface AnswerReader {
    /**
     * Takes the first {@code length} of {@code bytes}, which remain the caller's.
     *
     * @throws UnusableAnswerException when more would be no use
     */
    void accept(byte[] bytes, int length);

    /**
     * What the whole answer came to, as JSON; empty when it does not hold what was asked for.
     *
     * @throws UnusableAnswerException when it is not whole
     */
    byte[] end();
}
