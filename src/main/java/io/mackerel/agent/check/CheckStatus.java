package io.mackerel.agent.check;

/** How something is, in the words of Mackerel's API. */
public enum CheckStatus {
    OK,
    WARNING,
    CRITICAL,
    UNKNOWN;

    /** What the exit status of a check plugin stands for. */
    public static CheckStatus ofExitStatus(int exitStatus) {
        return switch (exitStatus) {
            case 0 -> OK;
            case 1 -> WARNING;
            case 2 -> CRITICAL;
            default -> UNKNOWN;
        };
    }
}
