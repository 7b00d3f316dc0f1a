package io.mackerel.agent.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a command: what to run, as whom, with which variables. */
final class CommandText {
    /** The keys that make up a command, wherever one may stand. */
    static final List<String> KEYS = List.of("command", "user", "env");

    private static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*|#\\d+");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private CommandText() {}

    /** Absent when there is none, or it will not do; both are reported. */
    static @Nullable CommandConfig read(YamlMapping mapping) {
        String user = mapping.read("user", CommandText::user);
        YamlMapping variables = mapping.mapping("env");
        Map<String, String> env = variables == null ? Map.of() : env(variables);
        if (mapping.isList("command")) {
            List<String> arguments =
                    mapping.items("command").stream().map(Given::text).toList();
            return arguments.isEmpty() ? missing(mapping) : new CommandConfig(arguments, user, env);
        }
        if (!mapping.has("command")) {
            return missing(mapping);
        }
        Given script = mapping.text("command");
        return script == null ? null : CommandConfig.shell(script.text(), user, env);
    }

    private static @Nullable CommandConfig missing(YamlMapping mapping) {
        mapping.problem("has no command; write command: /path/to/program, or command: [program, argument]");
        return null;
    }

    private static String user(String text) {
        if (!USER.matcher(text).matches()) {
            throw new IllegalArgumentException("is no name of a user");
        }
        return text;
    }

    private static Map<String, String> env(YamlMapping variables) {
        Map<String, String> env = new LinkedHashMap<>();
        variables.texts().forEach((name, value) -> {
            if (!VARIABLE.matcher(name).matches()) {
                variables.problem("holds a name that no variable can have; use letters, digits and '_'");
            } else if (value.text().indexOf('\0') >= 0) {
                variables.problem("holds a value with a zero character; remove it");
            } else {
                env.put(name, value.text());
            }
        });
        return env;
    }
}
