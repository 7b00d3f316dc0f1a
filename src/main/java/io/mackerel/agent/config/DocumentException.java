package io.mackerel.agent.config;

/** A configuration document could not be read. The message says why and what to do, and holds no secret. */
public final class DocumentException extends Exception {
    private static final long serialVersionUID = 1L;

    public DocumentException(String message) {
        super(message);
    }
}
