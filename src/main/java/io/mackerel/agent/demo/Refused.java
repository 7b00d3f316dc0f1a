package io.mackerel.agent.demo;

/** A request that the stand-in does not accept. Stays inside the stand-in: {@link MackerelApi} makes an answer of it. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    private Refused(int status, String message) {
        super(message);
        this.status = status;
    }

    static Refused badRequest(String message) {
        return new Refused(400, message);
    }

    static Refused notFound(String message) {
        return new Refused(404, message);
    }

    ApiAnswer answer() {
        return ApiAnswer.error(status, String.valueOf(getMessage()));
    }
}
