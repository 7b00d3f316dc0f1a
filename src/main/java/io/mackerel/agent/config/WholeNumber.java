package io.mackerel.agent.config;

import java.time.Duration;
import java.util.regex.Pattern;

/** Reads settings that are whole numbers. */
final class WholeNumber {
    private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");
    private static final int MINUTES_OF_A_DAY = 1_440;

    private WholeNumber() {}

    /**
     * @throws IllegalArgumentException when {@code text} is no number from {@code least} to {@code most}
     */
    static int parse(String text, int least, int most) {
        int number = DIGITS.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw new IllegalArgumentException("'" + text + "' is no whole number from " + least + " to " + most);
        }
        return number;
    }

    /** Zero: not at all. */
    static Duration pollingMinutes(String text) {
        return Duration.ofMinutes(parse(text, 0, MINUTES_OF_A_DAY));
    }
}
