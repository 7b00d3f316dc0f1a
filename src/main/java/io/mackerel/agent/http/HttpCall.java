package io.mackerel.agent.http;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of an HTTP server. It prints without user information, path and query.
 *
 * @param method in capitals
 * @param uri http or https, with a host; its user information is not sent
 * @param headers sent as they are; one that HTTP itself needs is added where it is missing
 * @param proxy absent: a direct connection
 */
public record HttpCall(
        String method,
        URI uri,
        List<HttpHeader> headers,
        @Nullable HttpProxy proxy) {
    private static final int USUAL_PORT = 80;
    private static final int USUAL_PORT_WITH_TLS = 443;

    public HttpCall {
        boolean isHttp = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!isHttp || uri.getHost() == null) {
            throw new IllegalArgumentException("no http or https address with a host");
        }
        headers = List.copyOf(headers);
    }

    boolean isEncrypted() {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /** Without the brackets of an IPv6 address. */
    String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        if (uri.getPort() != -1) {
            return uri.getPort();
        }
        return isEncrypted() ? USUAL_PORT_WITH_TLS : USUAL_PORT;
    }

    /** The path with the query. */
    String target() {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }

    /** Where the server listens, as it stands in a URL with a port. */
    String authority() {
        return authority(host(), port());
    }

    static String authority(String host, int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + authority();
    }
}
