package io.mackerel.agent.plugin;

import io.mackerel.agent.http.LogText;
import java.util.regex.Pattern;

/** What texts have in common that differ in their numbers only. */
record Shape(String text) {
    private static final Pattern DIGITS = Pattern.compile("\\d++");
    /** Of a longer text only this much counts. */
    private static final int LONGEST = 1_000;

    static Shape of(String text) {
        String begin = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        return new Shape(DIGITS.matcher(LogText.line(begin)).replaceAll("0"));
    }
}
