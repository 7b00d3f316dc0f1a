package io.mackerel.agent.host;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A role and the service that it belongs to, written {@code service:role}. Mackerel's rules for both names hold. */
public record RoleFullname(String service, String role) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{1,62}");
    private static final Pattern FULL_NAME = Pattern.compile("([^:]*):\\s*([^:]*)");

    public RoleFullname {
        check("service", service);
        check("role", role);
    }

    /**
     * Reads {@code service:role}.
     *
     * @throws IllegalArgumentException when {@code text} is not {@code service:role}; the message says what is wrong
     */
    public static RoleFullname parse(String text) {
        Matcher parts = FULL_NAME.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no role; write service:role");
        }
        return new RoleFullname(parts.group(1), parts.group(2));
    }

    private static void check(String part, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is no " + part
                    + " name; 2 to 63 letters, digits, '-' and '_' are allowed, the first a letter or a digit");
        }
    }

    @Override
    public String toString() {
        return service + ":" + role;
    }
}
