package io.mackerel.agent.config;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be set.
 *
 * @param keys its spellings in the file, the documented one first; empty: the environment only
 * @param variables its environment variables: the first that is set counts
 * @param fallback the default, as a user would write it
 */
record Setting<T>(
        List<String> keys, List<String> variables, @Nullable String fallback, Reading<T> reading) {

    @FunctionalInterface
    interface Reading<T> {
        /**
         * Takes the text as given, less the white space around it.
         *
         * @throws IllegalArgumentException when {@code text} will not do; the message says what will and holds no
         *     secret
         */
        T read(String text, Consumer<String> warnings);
    }

    Setting {
        keys = List.copyOf(keys);
        variables = List.copyOf(variables);
    }

    /** The documented key; the first variable of what only the environment sets. */
    String name() {
        return keys.isEmpty() ? variables.getFirst() : keys.getFirst();
    }

    /** The first that is spelled in capitals. */
    String documentedVariable() {
        return variables.stream()
                .filter(name -> name.equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow();
    }

    static <T> Setting<T> of(String key, String variable, @Nullable String fallback, Function<String, T> reading) {
        return new Setting<>(List.of(key), List.of(variable), fallback, silently(reading));
    }

    static <T> Setting<T> variable(String variable, @Nullable String fallback, Function<String, T> reading) {
        return new Setting<>(List.of(), List.of(variable), fallback, silently(reading));
    }

    static <T> Setting<T> warning(
            List<String> keys, List<String> variables, @Nullable String fallback, Reading<T> reading) {
        return new Setting<>(keys, variables, fallback, reading);
    }

    Setting<T> alsoSpelled(String key) {
        return new Setting<>(List.of(keys.getFirst(), key), variables, fallback, reading);
    }

    private static <T> Reading<T> silently(Function<String, T> reading) {
        return (text, warnings) -> reading.apply(text);
    }
}
