package io.mackerel.agent.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The environment variables as UTF-8. The JVM reads them in the locale's charset, which in a container is often ASCII. */
final class Environment {
    private static final Pattern NUL = Pattern.compile("\0");

    private Environment() {}

    static Map<String, String> read() {
        try {
            return parse(Files.readAllBytes(Path.of("/proc/self/environ")));
        } catch (IOException notLinux) {
            return System.getenv();
        }
    }

    /** As the kernel keeps them: {@code NAME=value}, each ended by a zero byte. */
    static Map<String, String> parse(byte[] environ) {
        Map<String, String> variables = new HashMap<>();
        NUL.splitAsStream(new String(environ, StandardCharsets.UTF_8)).forEach(assignment -> {
            int equals = assignment.indexOf('=');
            if (equals > 0) {
                variables.putIfAbsent(assignment.substring(0, equals), assignment.substring(equals + 1));
            }
        });
        return variables;
    }
}
