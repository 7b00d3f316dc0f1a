package io.mackerel.agent.host;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The states of a host that Mackerel knows. */
public enum HostStatus {
    WORKING,
    STANDBY,
    MAINTENANCE,
    POWEROFF;

    /** As the API writes it: lower case. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what {@link #wireName} writes, in any case.
     *
     * @throws IllegalArgumentException when {@code text} is no status; the message lists those that are
     */
    public static HostStatus parse(String text) {
        for (HostStatus status : values()) {
            if (status.wireName().equalsIgnoreCase(text)) {
                return status;
            }
        }
        String known = Arrays.stream(values()).map(HostStatus::wireName).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("'" + text + "' is no host status; use one of " + known);
    }
}
