package io.mackerel.agent.config;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The proxies of {@code HTTP_PROXY} and {@code HTTPS_PROXY} with the exceptions of {@code NO_PROXY}, for the Mackerel API
 * and the configuration. As in curl the lower-case spelling of a variable wins over the upper-case one.
 */
public record ProxyConfig(@Nullable Proxy http, @Nullable Proxy https, List<NoProxyRule> exceptions) {
    public ProxyConfig {
        exceptions = List.copyOf(exceptions);
    }

    /** The proxy to use for {@code uri}; absent: connect directly, as always to the loopback address. */
    public @Nullable Proxy forUri(URI uri) {
        if (uri.getHost() == null) {
            return null;
        }
        boolean encrypted = "https".equalsIgnoreCase(uri.getScheme());
        int usualPort = encrypted ? 443 : 80;
        int port = uri.getPort() == -1 ? usualPort : uri.getPort();
        Proxy proxy = encrypted ? https : http;
        return isDirect(normalized(uri.getHost()), port) ? null : proxy;
    }

    private boolean isDirect(String host, int port) {
        return IpLiteral.isLoopback(host) || exceptions.stream().anyMatch(rule -> rule.matches(host, port));
    }

    private static String normalized(String host) {
        String lowerCase = host.toLowerCase(Locale.ROOT);
        return lowerCase.endsWith(".") ? lowerCase.substring(0, lowerCase.length() - 1) : lowerCase;
    }
}
