package io.mackerel.agent.metric;

import java.util.regex.Pattern;

/** The rule that turns a foreign name into one part of a metric name. */
final class Sanitized {
    private static final Pattern NOT_ALLOWED = Pattern.compile("[^A-Za-z0-9_-]");

    private Sanitized() {}

    /** Every character outside {@code [A-Za-z0-9_-]} becomes {@code _}. */
    static String part(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a name must not be empty");
        }
        return NOT_ALLOWED.matcher(name).replaceAll("_");
    }
}
