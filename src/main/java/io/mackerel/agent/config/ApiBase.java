package io.mackerel.agent.config;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the address of the Mackerel API. No message quotes it: it may hold a password. */
final class ApiBase {
    private static final String EXPECTED =
            "is no http or https URL with a host; write it like https://api.mackerelio.com/";

    private ApiBase() {}

    static URI parse(String text, Consumer<String> warnings) {
        URI uri = withSlash(plain(HttpUrl.parse(text, Set.of("http", "https"), EXPECTED)));
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (scheme.equals("http") && !IpLiteral.isLoopback(uri.getHost())) {
            warnings.accept("plain http:// sends the API key unencrypted; use https://");
        }
        return uri;
    }

    private static URI withSlash(URI uri) {
        String path = uri.getRawPath();
        return path.endsWith("/") ? uri : URI.create(uri + "/");
    }

    private static URI plain(URI uri) {
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("must hold no user, password, query or fragment");
        }
        return uri;
    }
}
