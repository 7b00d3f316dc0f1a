package io.mackerel.agent.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the readiness probe. */
final class ReadinessProbeText {
    static final String KEY = "readinessProbe";
    static final List<String> ACTIONS = List.of("exec", "http", "tcp");
    static final List<String> KEYS =
            List.of("exec", "http", "tcp", "initialDelaySeconds", "periodSeconds", "timeoutSeconds");
    static final List<String> HTTP_KEYS = List.of("path", "scheme", "host", "port", "method", "headers", "proxy");
    static final List<String> HEADER_KEYS = List.of("name", "value");
    static final List<String> TCP_KEYS = List.of("port", "host");

    private static final String LOCALHOST = "localhost";
    private static final int USUAL_PORT = 80;
    private static final int SECONDS_OF_AN_HOUR = 3_600;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private ReadinessProbeText() {}

    /** Absent when there is none, or it will not do, which is reported. */
    static @Nullable ReadinessProbeConfig read(@Nullable YamlMapping probe) {
        if (probe == null) {
            return null;
        }
        probe.warnOfOthers(KEYS);
        ReadinessProbeConfig.Action action = action(probe);
        Duration initialDelay = seconds(probe, "initialDelaySeconds", 0, 0);
        Duration period = seconds(probe, "periodSeconds", 1, 10);
        Duration timeout = seconds(probe, "timeoutSeconds", 1, 1);
        return action == null ? null : new ReadinessProbeConfig(action, initialDelay, period, timeout);
    }

    private static Duration seconds(YamlMapping probe, String key, int least, int usual) {
        return probe.read(
                key,
                text -> Duration.ofSeconds(WholeNumber.parse(text, least, SECONDS_OF_AN_HOUR)),
                Duration.ofSeconds(usual));
    }

    private static ReadinessProbeConfig.@Nullable Action action(YamlMapping probe) {
        List<String> given = ACTIONS.stream().filter(probe::has).toList();
        if (given.size() != 1) {
            probe.problem(
                    given.isEmpty()
                            ? "does nothing; give it one of exec, http and tcp"
                            : "has " + String.join(" and ", given) + "; keep one of them");
            return null;
        }
        YamlMapping action = probe.mapping(given.getFirst());
        if (action == null) {
            return null;
        }
        return switch (given.getFirst()) {
            case "exec" -> exec(action);
            case "http" -> http(action);
            default -> tcp(action);
        };
    }

    private static ReadinessProbeConfig.@Nullable Action exec(YamlMapping exec) {
        exec.warnOfOthers(CommandText.KEYS);
        CommandConfig command = CommandText.read(exec);
        return command == null ? null : new ReadinessProbeConfig.Exec(command);
    }

    private static ReadinessProbeConfig.@Nullable Action http(YamlMapping http) {
        http.warnOfOthers(HTTP_KEYS);
        if (!http.has("path")) {
            http.problem("has no path; write path: /healthy");
        }
        String path = http.read("path", ReadinessProbeText::path, "/");
        String scheme = http.read("scheme", ReadinessProbeText::scheme, "http");
        String host = http.read("host", KubernetesValues::host, LOCALHOST);
        int port = http.read("port", KubernetesValues::port, USUAL_PORT);
        String method = http.read("method", ReadinessProbeText::method, "GET");
        Proxy proxy = http.read("proxy", Proxy::parse);
        return new ReadinessProbeConfig.Http(scheme, host, port, path, method, headers(http), proxy);
    }

    private static ReadinessProbeConfig.Action tcp(YamlMapping tcp) {
        tcp.warnOfOthers(TCP_KEYS);
        if (!tcp.has("port")) {
            tcp.problem("has no port; write port: 8080");
        }
        return new ReadinessProbeConfig.Tcp(
                tcp.read("host", KubernetesValues::host, LOCALHOST),
                tcp.read("port", KubernetesValues::port, USUAL_PORT));
    }

    private static List<ReadinessProbeConfig.Header> headers(YamlMapping http) {
        List<ReadinessProbeConfig.Header> headers = new ArrayList<>();
        for (YamlMapping each : http.mappings("headers")) {
            each.warnOfOthers(HEADER_KEYS);
            String name = each.read("name", ReadinessProbeText::headerName);
            String value = each.read("value", ReadinessProbeText::headerValue, "");
            if (name != null) {
                headers.add(new ReadinessProbeConfig.Header(name, value));
            } else if (!each.has("name")) {
                each.problem("has no name; write name: X-Name and value: text");
            }
        }
        return headers;
    }

    /** No message quotes it: a query may hold a secret. */
    private static String path(String text) {
        String path = text.startsWith("/") ? text : "/" + text;
        try {
            if (URI.create("http://localhost" + path).getRawFragment() != null) {
                throw new IllegalArgumentException("has a '#', which is never sent; remove what follows");
            }
        } catch (IllegalArgumentException e) {
            throw e.getCause() == null
                    ? e
                    : new IllegalArgumentException("is no path; write spaces and the like as %20");
        }
        return path;
    }

    private static String scheme(String text) {
        String scheme = text.toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("'" + text + "' is no scheme; use http or https");
        }
        return scheme;
    }

    private static String method(String text) {
        if (!TOKEN.matcher(text).matches()) {
            throw new IllegalArgumentException("is no method of HTTP; use one such as GET or HEAD");
        }
        return text.toUpperCase(Locale.ROOT);
    }

    private static String headerName(String text) {
        if (!TOKEN.matcher(text).matches()) {
            throw new IllegalArgumentException("is no name of a header; use letters, digits and '-'");
        }
        return text;
    }

    private static String headerValue(String text) {
        if (CONTROL.matcher(text).find()) {
            throw new IllegalArgumentException("holds a line break or another control character; remove it");
        }
        return text;
    }
}
