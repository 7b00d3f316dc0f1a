package io.mackerel.agent.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** What an address must be before anything can be sent to it. */
final class HttpUrl {
    private static final int HIGHEST_PORT = 65_535;

    private HttpUrl() {}

    /**
     * The address with a host and a port that can be, which {@code text} spells.
     *
     * @throws IllegalArgumentException otherwise, with {@code expected} where that helps; neither the message nor a
     *     cause quotes {@code text}, which may hold a password
     */
    static URI parse(String text, Set<String> schemes, String expected) {
        URI uri = uri(text, expected);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!schemes.contains(scheme) || uri.getRawAuthority() == null) {
            throw new IllegalArgumentException(expected);
        }
        // URI takes http://my_host/, but then knows neither host nor port nor user.
        if (uri.getHost() == null || (uri.getPort() != -1 && !isPort(uri.getPort()))) {
            throw new IllegalArgumentException("has a wrong host or port: host names hold letters, digits, '-' and '.',"
                    + " ports lie between 1 and " + HIGHEST_PORT);
        }
        return uri;
    }

    private static URI uri(String text, String expected) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(expected);
        }
    }

    static boolean isPort(int port) {
        return port >= 1 && port <= HIGHEST_PORT;
    }
}
