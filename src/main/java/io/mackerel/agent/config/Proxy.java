package io.mackerel.agent.config;

import io.mackerel.agent.http.HttpProxy;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy, spoken to without encryption. It prints with its password masked.
 *
 * @param host an IPv6 address stands without brackets
 */
public record Proxy(
        String host,
        int port,
        @Nullable String user,
        @Nullable String password) {
    private static final int DEFAULT_PORT = 80;
    private static final Pattern SHAPE = Pattern.compile(
            "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?:(?<user>[^:]*?)(?::(?<password>.*))?@)?"
                    + "(?<host>\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(?<port>\\d{1,5}))?/?",
            Pattern.DOTALL);

    public Proxy {
        if (host.isEmpty() || !HttpUrl.isPort(port)) {
            throw new IllegalArgumentException("the proxy's port is not between 1 and 65535");
        }
    }

    /**
     * Takes {@code http://user:password@host:port} and {@code host:port}; the port is 80 unless given.
     *
     * @throws IllegalArgumentException when {@code text} is nothing of the kind; the message does not quote it
     */
    public static Proxy parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("is no proxy; write it like http://user:password@host:3128");
        }
        if (parts.group("scheme") != null && !parts.group("scheme").equalsIgnoreCase("http")) {
            throw new IllegalArgumentException("only proxies spoken to over http:// are supported");
        }
        return new Proxy(
                IpLiteral.withoutBrackets(parts.group("host")),
                parts.group("port") == null ? DEFAULT_PORT : Integer.parseInt(parts.group("port")),
                decoded(parts.group("user")),
                decoded(parts.group("password")));
    }

    /** What a call through it needs. */
    public HttpProxy forCalls() {
        return new HttpProxy(host, port, user, password);
    }

    private static @Nullable String decoded(@Nullable String text) {
        try {
            return text == null ? null : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // The cause would quote the password.
            throw new IllegalArgumentException("write a % in the proxy's user or password as %25");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        String login = user == null ? "" : encoded(user) + (password == null ? "@" : ":****@");
        return "http://" + login + new HostAndPort(host, port);
    }
}
