package io.mackerel.agent.config;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads the regular expression for container names. Java's own syntax holds, which has {@code \A} and {@code \z}; two
 * forms of Go that Java refuses or takes for something else are translated: {@code (?P<name>...)} and, within brackets,
 * {@code [:alpha:]}.
 */
final class ContainerPattern {
    private static final Map<String, String> POSIX_CLASSES = Map.ofEntries(
            Map.entry("alnum", "p{Alnum}"),
            Map.entry("alpha", "p{Alpha}"),
            Map.entry("ascii", "p{ASCII}"),
            Map.entry("blank", "p{Blank}"),
            Map.entry("cntrl", "p{Cntrl}"),
            Map.entry("digit", "p{Digit}"),
            Map.entry("graph", "p{Graph}"),
            Map.entry("lower", "p{Lower}"),
            Map.entry("print", "p{Print}"),
            Map.entry("punct", "p{Punct}"),
            Map.entry("space", "p{Space}"),
            Map.entry("upper", "p{Upper}"),
            Map.entry("word", "w"),
            Map.entry("xdigit", "p{XDigit}"));
    private static final Pattern TOKEN = Pattern.compile(
            "(?<literal>\\\\Q.*?(?:\\\\E|\\z)|\\\\.)"
                    + "|(?<group>\\(\\?P<\\w+>)"
                    + "|\\[:(?<not>\\^?)(?<posix>[a-z]+):]"
                    + "|(?<open>\\[\\^?]?)"
                    + "|(?<close>])"
                    + "|.",
            Pattern.DOTALL);

    private final StringBuilder translated = new StringBuilder();
    private int openBrackets;

    private ContainerPattern() {}

    static Pattern compile(String text) {
        try {
            return Pattern.compile(new ContainerPattern().translate(text));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is no regular expression: " + e.getDescription(), e);
        }
    }

    private String translate(String text) {
        Matcher tokens = TOKEN.matcher(text);
        while (tokens.find()) {
            translated.append(translation(tokens));
        }
        return translated.toString();
    }

    private String translation(MatchResult token) {
        if (token.group("group") != null && openBrackets == 0) {
            return "(";
        }
        String posix = token.group("posix");
        if (posix != null && openBrackets > 0) {
            return posixClass(posix, !token.group("not").isEmpty());
        }
        countBrackets(token);
        return token.group();
    }

    private static String posixClass(String name, boolean negated) {
        String known = POSIX_CLASSES.get(name);
        if (known == null) {
            throw new IllegalArgumentException("[:" + name + ":] is no class of characters");
        }
        return "\\" + (negated ? capitalized(known) : known);
    }

    private static String capitalized(String known) {
        return Character.toUpperCase(known.charAt(0)) + known.substring(1);
    }

    private void countBrackets(MatchResult token) {
        if (token.group("open") != null) {
            openBrackets++;
        } else if (token.group("close") != null && openBrackets > 0) {
            openBrackets--;
        }
    }
}
