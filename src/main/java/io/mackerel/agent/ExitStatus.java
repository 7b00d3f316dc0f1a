package io.mackerel.agent;

/** How the program ends. */
public enum ExitStatus {
    /** It did what it was asked to, or was told to end. */
    DONE(0),
    /** The configuration is wrong, or Mackerel refused it. */
    CONFIGURATION(1),
    /** The command line is wrong. */
    USAGE(2),
    /** The platform was not found, does not answer, or does not permit. */
    PLATFORM(3);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
