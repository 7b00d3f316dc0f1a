package io.mackerel.agent.config;

import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads IP addresses. Nothing is ever looked up in the DNS. */
public final class IpLiteral {
    private static final Pattern DOTTED_QUAD = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");

    private IpLiteral() {}

    /** The address that {@code host} spells, brackets allowed; absent for a name. */
    public static @Nullable InetAddress parse(String host) {
        String bare = withoutBrackets(host);
        if (!DOTTED_QUAD.matcher(bare).matches() && bare.indexOf(':') < 0) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(bare);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    static boolean isLoopback(String host) {
        InetAddress address = parse(host);
        return address == null ? host.equalsIgnoreCase("localhost") : address.isLoopbackAddress();
    }
}
