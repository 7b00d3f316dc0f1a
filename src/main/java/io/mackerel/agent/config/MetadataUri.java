package io.mackerel.agent.config;

import java.net.URI;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the addresses at which the agent finds out about its task. None of them speaks TLS. */
final class MetadataUri {
    private static final String EXPECTED = "is no http:// URL with a host";
    static final String INSTANCE_METADATA = "http://169.254.169.254";
    private static final String DEFAULT_PATH_V2 = "/v2";

    private MetadataUri() {}

    /** One that ECS itself puts into the container. */
    static URI ofEcs(String text) {
        return HttpUrl.parse(text, Set.of("http"), EXPECTED + "; ECS sets it, do not change it");
    }

    /** One that a user gives. */
    static URI parse(String text) {
        return HttpUrl.parse(text, Set.of("http"), EXPECTED);
    }

    /** The EC2 instance metadata service's, in a variable of the AWS SDKs: what is of no use here is their business. */
    static URI ofInstance(String text, Consumer<String> warnings) {
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            warnings.accept(e.getMessage() + "; " + INSTANCE_METADATA + " is used");
            return URI.create(INSTANCE_METADATA);
        }
    }

    /** The task metadata endpoint version 2; without a path, its usual one is meant. */
    static URI parseV2(String text) {
        URI uri = parse(text);
        String path = uri.getRawPath();
        return path == null || path.isEmpty() || path.equals("/") ? uri.resolve(DEFAULT_PATH_V2) : uri;
    }
}
