package io.mackerel.agent.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads the settings that allow a few words only. */
final class Choices {
    private Choices() {}

    static <E extends Enum<E>> E parse(E[] values, String noun, String text) {
        for (E value : values) {
            if (word(value).equalsIgnoreCase(text)) {
                return value;
            }
        }
        String known = Arrays.stream(values).map(Choices::word).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("'" + text + "' is no " + noun + "; use one of " + known);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
