package io.mackerel.agent.platform;

/** The platform answered, and will not let the agent do what it is here for. The message says what to grant. */
public final class NotPermittedException extends PlatformException {
    private static final long serialVersionUID = 1L;

    public NotPermittedException(String message) {
        super(message, null);
    }
}
