package io.mackerel.agent.config;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the settings of Kubernetes, by the rules that Kubernetes has for them. */
final class KubernetesValues {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("(?=.{1,253}\\z)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,5}");
    private static final Set<String> NO = Set.of("0", "false", "no");
    private static final int HIGHEST_PORT = 65_535;

    private KubernetesValues() {}

    static String namespace(String text) {
        return matching(LABEL, text, "namespace", "metadata.namespace");
    }

    static String podName(String text) {
        return matching(SUBDOMAIN, text, "pod name", "metadata.name");
    }

    static String nodeName(String text) {
        return matching(SUBDOMAIN, text, "node name", "spec.nodeName");
    }

    /** A name or an address without brackets, since those are added where it goes into a URL. */
    static String host(String text) {
        String bare = IpLiteral.withoutBrackets(text);
        if (IpLiteral.parse(bare) == null && !isHostName(bare)) {
            throw new IllegalArgumentException("is no host name or IP address");
        }
        return bare;
    }

    /** URI takes http://10.0.0/, but then knows no host. */
    private static boolean isHostName(String text) {
        return HOST.matcher(text).matches()
                && URI.create("http://" + text + "/").getHost() != null;
    }

    static int port(String text) {
        int port = portOrZero(text);
        if (port == 0) {
            throw new IllegalArgumentException("must be a port from 1 to " + HIGHEST_PORT);
        }
        return port;
    }

    static int portOrZero(String text) {
        int port = DIGITS.matcher(text).matches() ? Integer.parseInt(text) : HIGHEST_PORT + 1;
        if (port > HIGHEST_PORT) {
            throw new IllegalArgumentException("is no port; ports lie between 1 and " + HIGHEST_PORT);
        }
        return port;
    }

    /** Any word but a no means yes, as it always has. */
    static boolean flag(String text) {
        return !NO.contains(text.toLowerCase(Locale.ROOT));
    }

    private static String matching(Pattern rule, String text, String noun, String field) {
        if (!rule.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "is no " + noun + " of Kubernetes; take it from the field " + field + " by the downward API");
        }
        return text;
    }
}
