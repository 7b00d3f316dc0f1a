package io.mackerel.agent.config;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The value of a variable as it may be printed. */
final class ShownValue {
    private static final String MASK = "****";

    private ShownValue() {}

    /**
     * @throws IllegalArgumentException when {@code text} will not do
     */
    static String of(Setting<?> setting, String text) {
        Object value = setting.reading().read(text, warning -> {});
        return switch (value) {
            case URI uri -> ShownUri.of(uri);
            case Duration duration -> String.valueOf(duration.toMinutes());
            case LogLevel level -> level.name();
            case Enum<?> word -> word(word);
            case List<?> _ -> entries(text);
            default -> value.toString();
        };
    }

    /** As a user writes it. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** What precedes an '@' may be a password. */
    private static String entries(String text) {
        return Arrays.stream(text.split("[,\\s]+"))
                .map(entry -> entry.indexOf('@') < 0 ? entry : MASK)
                .collect(Collectors.joining(","));
    }
}
