package io.mackerel.agent.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the place of the configuration file. No message quotes it, nor has a cause that would: it may hold a password. */
final class ConfigLocation {
    private static final Pattern OTHER_URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);

    private ConfigLocation() {}

    static Path path(String location) {
        if (location.toLowerCase(Locale.ROOT).startsWith("file:")) {
            return toPath(pathOf(location));
        }
        if (OTHER_URL.matcher(location).matches()) {
            throw new IllegalArgumentException("this version reads a path or a file: URL only");
        }
        return toPath(location);
    }

    private static Path toPath(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no path: " + e.getReason());
        }
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
