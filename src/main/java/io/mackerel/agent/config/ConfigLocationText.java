package io.mackerel.agent.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The spellings of a location. */
final class ConfigLocationText {
    private static final Pattern URL = Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://.*", Pattern.DOTALL);
    private static final Pattern S3 = Pattern.compile("[sS]3://(?<bucket>[A-Za-z0-9._-]+)/(?<key>.+)", Pattern.DOTALL);
    private static final String KINDS =
            "is of a kind that cannot be read; give a path, or a file:, http://, https:// or s3://bucket/key URL";

    private ConfigLocationText() {}

    static ConfigLocation parse(String text, Consumer<String> warnings) {
        if (text.toLowerCase(Locale.ROOT).startsWith("file:")) {
            return new ConfigLocation.LocalFile(ConfigPath.parse(pathOf(text)));
        }
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            return new ConfigLocation.LocalFile(ConfigPath.parse(text));
        }
        return switch (url.group("scheme").toLowerCase(Locale.ROOT)) {
            case "http" -> web(text, warnings);
            case "https" -> web(text, warning -> {});
            case "s3" -> object(text);
            default -> throw new IllegalArgumentException(KINDS);
        };
    }

    private static ConfigLocation web(String text, Consumer<String> warnings) {
        URI uri = HttpUrl.parse(
                text, Set.of("http", "https"), "is no URL; write it like https://config.example.com/agent.yaml");
        if (uri.getScheme().equalsIgnoreCase("http") && !IpLiteral.isLoopback(uri.getHost())) {
            warnings.accept(
                    "plain http:// lets anybody on the way change the commands that the agent runs;" + " use https://");
        }
        return new ConfigLocation.Web(uri);
    }

    private static ConfigLocation object(String text) {
        Matcher parts = S3.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("is no object of S3; write it like s3://bucket/path/agent.yaml");
        }
        return new ConfigLocation.S3(parts.group("bucket"), parts.group("key"));
    }

    private static String pathOf(String location) {
        URI url = parse(location);
        boolean local = url.getAuthority() == null || "localhost".equalsIgnoreCase(url.getAuthority());
        String path = url.isOpaque() ? url.getSchemeSpecificPart() : nullToEmpty(url.getPath());
        if (!local || path.isEmpty() || url.getQuery() != null || url.getFragment() != null) {
            throw notAFileUrl();
        }
        return path;
    }

    private static URI parse(String location) {
        try {
            return new URI(location);
        } catch (URISyntaxException e) {
            throw notAFileUrl();
        }
    }

    private static String nullToEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static IllegalArgumentException notAFileUrl() {
        return new IllegalArgumentException(
                "is no file: URL of this machine; write it like file:///etc/agent.yaml, or give a path");
    }
}
