package io.mackerel.agent.platform.kubernetes;

/** An answer that is no use: too large, cut off, or not what was asked for. The message is fit for a person. */
final class UnusableAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableAnswerException(String message) {
        super(message);
    }
}
