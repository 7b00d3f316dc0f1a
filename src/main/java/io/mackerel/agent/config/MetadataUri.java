package io.mackerel.agent.config;

import java.net.URI;
import java.util.Set;

/** Reads an address of the ECS task metadata endpoint. */
final class MetadataUri {
    private static final String EXPECTED = "is no http:// URL with a host; ECS sets it, do not change it";

    private MetadataUri() {}

    static URI parse(String text) {
        return HttpUrl.parse(text, Set.of("http"), EXPECTED);
    }
}
