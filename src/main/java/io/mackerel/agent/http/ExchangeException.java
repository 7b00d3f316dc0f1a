package io.mackerel.agent.http;

/** There is no answer. The message says why, for a person, and holds neither user information nor a query. */
public final class ExchangeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** The server's or the proxy's name has no address. */
        UNKNOWN_HOST,
        /** Nobody, or nobody who speaks TLS where that was wanted, is there. */
        NO_CONNECTION,
        /** The server's certificate is not trusted, or is another's. */
        NOT_TRUSTED,
        /** The proxy did not open a way to the server. */
        PROXY_REFUSED,
        /** There was not enough time. */
        TIMED_OUT,
        /** The connection ended before the answer did. */
        BROKEN_OFF,
        /** What came is not HTTP, or its headers are too long. */
        NOT_HTTP,
        /** The method or a header holds what HTTP does not allow. */
        NOT_SENDABLE
    }

    private final Kind kind;

    ExchangeException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
