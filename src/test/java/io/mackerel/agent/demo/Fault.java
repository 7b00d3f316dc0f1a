package io.mackerel.agent.demo;

/** What the stand-in does instead of answering a request. */
sealed interface Fault {
    /**
     * An error answer.
     *
     * @param retryAfterSeconds the Retry-After header; 0 sends none
     */
    record Status(int status, long retryAfterSeconds) implements Fault {}

    /** The connection is closed without an answer. */
    record Cut() implements Fault {}

    /** The connection stays open and no answer comes. */
    record Silence() implements Fault {}
}
