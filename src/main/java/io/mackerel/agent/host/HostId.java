package io.mackerel.agent.host;

import java.util.regex.Pattern;

/** The id that Mackerel gave a host. */
public record HostId(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public HostId {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("not a host id: '" + value + "'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
