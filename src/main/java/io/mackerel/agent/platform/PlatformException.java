package io.mackerel.agent.platform;

import org.jspecify.annotations.Nullable;

/** The platform did not answer, or not in a way that can be used. The message is fit for a person. */
public class PlatformException extends Exception {
    private static final long serialVersionUID = 1L;

    public PlatformException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
