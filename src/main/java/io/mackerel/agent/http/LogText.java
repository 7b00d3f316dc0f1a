package io.mackerel.agent.http;

import java.util.regex.Pattern;

/** Makes text that came from elsewhere fit for a line of the log. */
public final class LogText {
    private static final Pattern CONTROLS_AND_BLANKS = Pattern.compile("[\\p{Cntrl}\\s]+");
    private static final int LONGEST = 200;

    private LogText() {}

    /** One line without control characters, cut after 200 characters. */
    public static String line(String text) {
        String line = CONTROLS_AND_BLANKS.matcher(text).replaceAll(" ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
