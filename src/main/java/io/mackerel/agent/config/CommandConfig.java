package io.mackerel.agent.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command to run. It prints without its arguments and its environment, which may hold secrets.
 *
 * @param arguments the program and what it is given, not empty
 * @param user whom to run it as; absent: as the agent's own user
 * @param env what is added to the agent's own environment
 */
public record CommandConfig(
        List<String> arguments, @Nullable String user, Map<String, String> env) {
    private static final List<String> SHELL = List.of("/bin/sh", "-c");

    public CommandConfig {
        arguments = List.copyOf(arguments);
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("a command without a program");
        }
    }

    /** What a shell is to run. */
    public static CommandConfig shell(String script, @Nullable String user, Map<String, String> env) {
        return new CommandConfig(List.of(SHELL.get(0), SHELL.get(1), script), user, env);
    }

    /** What the shell is to run; absent when there is none. */
    @Nullable
    String script() {
        boolean shell = arguments.size() == SHELL.size() + 1
                && arguments.subList(0, SHELL.size()).equals(SHELL);
        return shell ? arguments.getLast() : null;
    }

    @Override
    public String toString() {
        return "a command of " + arguments.size() + " words";
    }
}
