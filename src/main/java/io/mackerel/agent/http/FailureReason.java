package io.mackerel.agent.http;

/** Says why a request failed, in one line for a person. */
public final class FailureReason {
    private FailureReason() {}

    /** The message of the first cause, else its class; the layers above it only say that there was one. */
    public static String of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null || message.isBlank()
                ? root.getClass().getSimpleName()
                : LogText.line(message.strip().lines().findFirst().orElseThrow());
    }
}
