package io.mackerel.agent.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows a key of the file that may be anything: a forgotten space turns {@code {apikey:secret}} into one. */
final class KeyText {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.<-]{0,40}");

    private KeyText() {}

    static String shown(String key) {
        Matcher name = NAME.matcher(key);
        String start = name.lookingAt() ? name.group() : "";
        return start.length() == key.length() ? key : start + "...";
    }
}
