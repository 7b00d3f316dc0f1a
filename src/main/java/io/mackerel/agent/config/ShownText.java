package io.mackerel.agent.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The text of a command as it may be printed. Masked are the secrets that the configuration knows, users and queries in
 * URLs, headers that carry credentials, and what is given under a name like password. More than that nobody can tell
 * from the text alone.
 */
final class ShownText {
    private static final String MASK = "****";
    /** Shorter ones would make words of ordinary text disappear. */
    private static final int SHORTEST = 8;

    private static final Pattern URL = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)(\\S*)");
    private static final Pattern LOGIN = Pattern.compile("^(?:[^\\s/?#]*@|[^\\s/:]*:(?!\\d+(?:[/?#]|$))\\S*@)");
    private static final Pattern QUERY = Pattern.compile("\\?\\S*?(?=[\"'`)\\];]*$)");
    private static final String NAME =
            "[\\w.-]*(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|credential)[\\w.-]*";
    private static final String VALUE = "(?:\"[^\"]*\"|'[^']*'|[^\\s\"']+)";
    private static final Pattern ASSIGNED = Pattern.compile("(?i)(" + NAME + "[\"']?\\s*[=:]\\s*)" + VALUE);
    private static final Pattern OPTION = Pattern.compile("(?i)((?<!\\S)-" + NAME + "\\s+)(?!-)" + VALUE);
    private static final Pattern NAMED_OPTION = Pattern.compile("(?i)-" + NAME);
    private static final Pattern LOGIN_OPTION =
            Pattern.compile("((?<!\\S)(?:-u|--user|--proxy-user)(?:\\s+|=))[\"']?[^\\s:\"']+:(?!//)[^\\s\"']+[\"']?");
    private static final Pattern HEADER =
            Pattern.compile("(?i)((?:proxy-)?authorization|cookie|x-[\\w-]*key)(\\s*:\\s*)[^\"'\\n]+");

    private final List<String> secrets;

    ShownText(Collection<String> secrets) {
        this.secrets = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Text that is no command: only what stands in URLs is masked. */
    static String withoutLogins(String text) {
        return URL.matcher(text).replaceAll(url -> quoted(url.group(1) + address(url.group(2))));
    }

    String command(String text) {
        String shown = text;
        for (String secret : secrets) {
            shown = shown.replace(secret, MASK);
        }
        shown = withoutLogins(shown);
        shown = HEADER.matcher(shown).replaceAll(found -> quoted(found.group(1) + found.group(2) + MASK));
        shown = ASSIGNED.matcher(shown).replaceAll(ShownText::masked);
        shown = OPTION.matcher(shown).replaceAll(ShownText::masked);
        return LOGIN_OPTION.matcher(shown).replaceAll(ShownText::masked);
    }

    /** What follows an option named like a password, too. */
    List<String> words(List<String> arguments) {
        return IntStream.range(0, arguments.size())
                .mapToObj(i ->
                        i > 0 && isOfOption(arguments.get(i - 1), arguments.get(i)) ? MASK : command(arguments.get(i)))
                .toList();
    }

    private static boolean isOfOption(String option, String argument) {
        return (NAMED_OPTION.matcher(option).matches() && !argument.startsWith("-"))
                || LOGIN_OPTION.matcher(option + " " + argument).matches();
    }

    private static String address(String rest) {
        String withoutLogin = LOGIN.matcher(rest).replaceFirst(quoted(MASK + "@"));
        return QUERY.matcher(withoutLogin).replaceFirst(quoted("?" + MASK));
    }

    private static String masked(MatchResult found) {
        return quoted(found.group(1) + MASK);
    }

    private static String quoted(String text) {
        return Matcher.quoteReplacement(text);
    }
}
