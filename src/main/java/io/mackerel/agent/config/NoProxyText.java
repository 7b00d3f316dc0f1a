package io.mackerel.agent.config;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code NO_PROXY}. The variable is often set for a whole cluster and for other programs: an entry that cannot be
 * read is left out with a warning and is no problem.
 */
final class NoProxyText {
    private static final Pattern BETWEEN_ENTRIES = Pattern.compile("[,\\s]+");
    private static final Pattern CIDR = Pattern.compile("(?<address>[0-9a-f.:]+)/(?<bits>\\d{1,3})");
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\*?\\.)?(?<host>[a-z0-9_-][a-z0-9._-]*?|\\[[0-9a-f:.]+])\\.?(?::(?<port>\\d{1,5}))?");

    private NoProxyText() {}

    static List<NoProxyRule> parse(String text, Consumer<String> warnings) {
        return Arrays.stream(BETWEEN_ENTRIES.split(text.toLowerCase(Locale.ROOT)))
                .filter(entry -> !entry.isEmpty())
                .<NoProxyRule>mapMulti((entry, rules) -> {
                    NoProxyRule rule = rule(entry);
                    if (rule == null) {
                        warnings.accept(leftOut(entry));
                    } else {
                        rules.accept(rule);
                    }
                })
                .toList();
    }

    private static String leftOut(String entry) {
        // What follows an '@' may be preceded by a password.
        String shown = entry.indexOf('@') < 0 ? "'" + entry + "'" : "an entry with '@'";
        return shown + " is left out; write a host, an address or a network, such as example.com or 10.0.0.0/8";
    }

    private static @Nullable NoProxyRule rule(String entry) {
        if (entry.equals("*")) {
            return new NoProxyRule.Everything();
        }
        InetAddress address = IpLiteral.parse(entry);
        if (address != null) {
            return NoProxyRule.Network.of(address, null);
        }
        return entry.indexOf('/') < 0 ? hostRule(entry) : networkRule(entry);
    }

    private static @Nullable NoProxyRule networkRule(String entry) {
        Matcher parts = CIDR.matcher(entry);
        InetAddress address = parts.matches() ? IpLiteral.parse(parts.group("address")) : null;
        if (address == null) {
            return null;
        }
        int bits = Integer.parseInt(parts.group("bits"));
        return bits > address.getAddress().length * Byte.SIZE ? null : new NoProxyRule.Network(address, bits, null);
    }

    private static @Nullable NoProxyRule hostRule(String entry) {
        Matcher parts = HOST_AND_PORT.matcher(entry);
        if (!parts.matches()) {
            return null;
        }
        Integer port = parts.group("port") == null ? null : Integer.valueOf(parts.group("port"));
        InetAddress address = IpLiteral.parse(parts.group("host"));
        return address == null
                ? new NoProxyRule.Domain(parts.group("host"), port)
                : NoProxyRule.Network.of(address, port);
    }
}
