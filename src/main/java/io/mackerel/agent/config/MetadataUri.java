package io.mackerel.agent.config;

import java.net.URI;
import java.net.URISyntaxException;

/** Reads an address of the ECS task metadata endpoint. */
final class MetadataUri {
    private static final String EXPECTED = "is no http:// URL with a host; ECS sets it, do not change it";

    private MetadataUri() {}

    static URI parse(String text) {
        try {
            URI uri = new URI(text);
            if (!HttpUrl.isHttp(uri) || !"http".equalsIgnoreCase(uri.getScheme())) {
                throw new IllegalArgumentException(EXPECTED);
            }
            return uri;
        } catch (URISyntaxException e) {
            // The cause would quote the whole text.
            throw new IllegalArgumentException(EXPECTED);
        }
    }
}
