package io.mackerel.agent.config;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads what the AWS SDKs' own variables say of S3. */
final class S3EndpointText {
    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");

    private S3EndpointText() {}

    /** Reads the base address of a store. */
    static URI parse(String text, Consumer<String> warnings) {
        URI uri = HttpUrl.parse(
                text,
                Set.of("http", "https"),
                "is no http or https URL with a host; write it like https://s3.example.com");
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("must hold no user, password, query or fragment");
        }
        if (uri.getScheme().equalsIgnoreCase("http") && !IpLiteral.isLoopback(uri.getHost())) {
            warnings.accept(
                    "plain http:// lets anybody on the way change the commands that the agent runs; use https://");
        }
        return uri;
    }

    /** Reads a region's name. */
    static String parseRegion(String text) {
        String region = text.toLowerCase(Locale.ROOT);
        if (!REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("is no region; write it like eu-west-1");
        }
        return region;
    }
}
