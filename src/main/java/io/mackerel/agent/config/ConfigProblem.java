package io.mackerel.agent.config;

import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that the user has to put right. It prints as one line, {@code /etc/agent.yaml:7: roles[1]: message}.
 *
 * @param file absent when the environment is at fault
 * @param line counted from 1; absent when the file as a whole is at fault
 * @param key the key's path, or the environment variable's name; absent when the file as a whole is at fault
 * @param message says what to do; control characters are replaced, and what exceeds 300 characters is cut
 */
public record ConfigProblem(
        @Nullable String file,
        @Nullable Integer line,
        @Nullable String key,
        String message) {
    private static final int LONGEST_MESSAGE = 300;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    public ConfigProblem {
        message = CONTROL.matcher(cut(message)).replaceAll("?");
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "...";
    }

    @Override
    public String toString() {
        return Stream.of(fileAndLine(), key, message).filter(Objects::nonNull).collect(Collectors.joining(": "));
    }

    private @Nullable String fileAndLine() {
        return line == null ? file : file + ":" + line;
    }
}
