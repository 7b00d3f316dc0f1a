package io.mackerel.agent.plugin;

import io.mackerel.agent.config.CommandConfig;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts a command with its user, its environment and nothing to read. */
final class CommandStart {
    private static final File NOTHING = new File("/dev/null");
    private static final Pattern SYSTEM_ERROR = Pattern.compile("error[=:] ?\\d+[, (]+([^()]+)");

    private final CommandConfig command;
    private final List<String> arguments;

    /**
     * @param sudo the program that changes the user
     */
    CommandStart(CommandConfig command, String sudo) {
        this.command = command;
        this.arguments = arguments(command, sudo);
    }

    private static List<String> arguments(CommandConfig command, String sudo) {
        String user = command.user();
        List<String> arguments = new ArrayList<>(user == null ? List.of() : List.of(sudo, "-E", "-u", user));
        arguments.addAll(command.arguments());
        return arguments;
    }

    /**
     * @throws IOException with a message for a person, that names the program and nothing else of the command
     */
    Process start(Map<String, String> extraEnv, RunMark mark) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(arguments).redirectInput(Redirect.from(NOTHING));
        putEnvironment(builder.environment(), extraEnv, mark);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException("cannot run " + arguments.getFirst() + ": " + reason(e), e);
        }
    }

    private void putEnvironment(Map<String, String> environment, Map<String, String> extraEnv, RunMark mark)
            throws IOException {
        try {
            environment.putAll(command.env());
            environment.putAll(extraEnv);
            environment.put(RunMark.VARIABLE, mark.value());
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot run " + arguments.getFirst()
                    + ": a name or a value of its env has a character that no environment can hold");
        }
    }

    /** The JDK's message repeats the program, and may have more of the command. */
    private static String reason(IOException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        Matcher error = SYSTEM_ERROR.matcher(String.valueOf(cause.getMessage()));
        return error.find() ? error.group(1).strip() : "not a command that can be started";
    }
}
