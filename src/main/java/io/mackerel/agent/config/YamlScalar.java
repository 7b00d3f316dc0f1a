package io.mackerel.agent.config;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes text so that YAML reads it as the same text, and as text, not as a number or a word of its own. */
final class YamlScalar {
    private static final Pattern PLAIN = Pattern.compile(
            "\\d+m?s|(?:--?\\p{L}|[\\p{L}/])[\\p{L}\\p{Nd}_./:@+=?&*(),;$~-]*(?: [\\p{L}\\p{Nd}_./:@+=?&*(),;$~-]+)*");
    private static final Set<String> WORDS = Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");

    private YamlScalar() {}

    /** On one line. */
    static String of(String text) {
        if (isPlain(text)) {
            return text;
        }
        boolean oneLine = text.codePoints().allMatch(c -> c != '\n' && isPrintable(c));
        return oneLine ? "'" + text.replace("'", "''") + "'" : escaped(text);
    }

    /** Whether it can stand as it is below a {@code |-}, indented. */
    static boolean isBlock(String text) {
        return text.indexOf('\n') > 0
                && text.equals(text.strip())
                && text.codePoints().allMatch(YamlScalar::isPrintable);
    }

    private static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches()
                && !WORDS.contains(text.toLowerCase(Locale.ROOT))
                && !text.contains(": ")
                && !text.endsWith(":")
                && text.codePoints().allMatch(YamlScalar::isPrintable);
    }

    /** Without what YAML takes for line breaks, except the one that is always one, and without what no eye sees. */
    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\n' || c == '\t';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.FORMAT -> false;
            case Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE -> false;
            default -> true;
        };
    }

    private static String escaped(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> quoted.append(escape(c)));
        return quoted.append('"').toString();
    }

    private static String escape(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            case '"', '\\' -> "\\" + (char) c;
            default -> isPrintable(c) ? Character.toString(c) : String.format(Locale.ROOT, code(c), c);
        };
    }

    private static String code(int c) {
        return Character.isBmpCodePoint(c) ? "\\u%04X" : "\\U%08X";
    }
}
