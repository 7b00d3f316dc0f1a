package io.mackerel.agent.plugin;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Reads numbers as plugins print them; not what Java would also take, such as {@code 1d} or {@code 0x1p3}. */
final class DecimalNumber {
    private static final Pattern SHAPE = Pattern.compile("[+-]?+(?:\\d++(?:\\.\\d*+)?+|\\.\\d++)(?:[eE][+-]?+\\d++)?+");
    /** More than any number needs. */
    private static final int LONGEST = 1_000;

    private DecimalNumber() {}

    /** Absent when the text is no number, or none that is finite. */
    static OptionalDouble parse(String text) {
        if (text.length() > LONGEST || !SHAPE.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double number = Double.parseDouble(text);
        return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }
}
