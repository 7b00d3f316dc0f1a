package io.mackerel.agent.config;

import io.mackerel.agent.http.ExchangeException;
import io.mackerel.agent.http.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says why an exchange with a web server brought no document, and what to do. It never quotes what came. */
final class WebFault {
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
    private static final int GONE = 410;
    private static final int FIRST_SERVER_ERROR = 500;
    private static final int LONGEST_PREAMBLE = 200;
    private static final Pattern MARKUP = Pattern.compile("\\uFEFF?\\s*<.*", Pattern.DOTALL);

    private WebFault() {}

    /** Null when the answer may be a document. */
    static @Nullable String in(HttpAnswer answer) {
        if (answer.status() != OK) {
            return "answered " + answer.status() + "; " + advice(answer.status());
        }
        if (answer.body().length == 0) {
            return "answered with nothing; check what the server has there, or write {} for an empty configuration";
        }
        String encoding = answer.header("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return "is compressed, which was not asked for; let the server send it as it is";
        }
        return isMarkup(answer) ? "is a page of HTML, not YAML; does it need a login?" : null;
    }

    static String in(ExchangeException failure) {
        String reason = failure.getMessage();
        return switch (failure.kind()) {
            case UNKNOWN_HOST, NO_CONNECTION ->
                "cannot be reached: " + reason + "; check the URL, and whether a proxy is needed";
            case NOT_TRUSTED ->
                "cannot be trusted: " + reason + "; correct the URL's host, or set the system property"
                        + " javax.net.ssl.trustStore to a store that has its authority";
            case PROXY_REFUSED -> "cannot be reached: " + reason + "; check HTTPS_PROXY";
            case TIMED_OUT, BROKEN_OFF, NOT_HTTP, NOT_SENDABLE ->
                "gave no usable answer: " + reason + "; check the URL and the server";
        };
    }

    private static String advice(int status) {
        return switch (status) {
            case UNAUTHORIZED, FORBIDDEN -> "does it need a login? write https://user:password@host/path";
            case NOT_FOUND, GONE -> "check the path";
            case PROXY_AUTHENTICATION_REQUIRED -> "check the user and the password in HTTP_PROXY";
            default -> status >= FIRST_SERVER_ERROR ? "see what the server logs of it" : "only 200 brings a document";
        };
    }

    private static boolean isMarkup(HttpAnswer answer) {
        String type = String.valueOf(answer.header("Content-Type")).toLowerCase(Locale.ROOT);
        int length = Math.min(answer.body().length, LONGEST_PREAMBLE);
        String beginning = new String(answer.body(), 0, length, StandardCharsets.UTF_8);
        return type.startsWith("text/html") || MARKUP.matcher(beginning).matches();
    }
}
