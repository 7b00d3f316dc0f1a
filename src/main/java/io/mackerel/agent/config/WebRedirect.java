package io.mackerel.agent.config;

import io.mackerel.agent.http.HttpAnswer;
import java.net.URI;
import java.util.Set;

/** Where an answer sends the agent. */
final class WebRedirect {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);
    private static final String NO_URL = "is redirected to what is no http or https URL with a host";

    private WebRedirect() {}

    static boolean isOne(HttpAnswer answer) {
        return STATUSES.contains(answer.status());
    }

    /**
     * The address that a redirect from {@code from} leads to.
     *
     * @throws DocumentException when it leads to none, or to one that the agent must not follow
     */
    static URI target(URI from, HttpAnswer answer) throws DocumentException {
        String location = answer.header("Location");
        if (location == null || location.isBlank()) {
            throw new DocumentException(
                    "answered " + answer.status() + " without saying where to; give the URL where the file is");
        }
        URI target = resolved(from, location.strip());
        if (isEncrypted(from) && !isEncrypted(target)) {
            throw new DocumentException("is redirected from https to plain http, where anybody on the way could change"
                    + " the commands that the agent runs; give a URL that stays with https");
        }
        return target;
    }

    private static URI resolved(URI from, String location) throws DocumentException {
        try {
            // URI lacks these two: a query alone keeps the path, and a host without a path is at its root.
            URI base = from.getRawPath().isEmpty() ? from.resolve("/") : from;
            URI target = base.resolve(location.startsWith("?") ? base.getRawPath() + location : location);
            return HttpUrl.parse(target.toString(), Set.of("http", "https"), NO_URL);
        } catch (IllegalArgumentException e) {
            throw new DocumentException(NO_URL);
        }
    }

    private static boolean isEncrypted(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }
}
