package io.mackerel.agent.config;

import org.jspecify.annotations.Nullable;

/** Where a value stands: a variable of the environment, or a key and its line in the file. */
record Place(
        @Nullable String file,
        @Nullable Integer line,
        @Nullable String key) {
    static Place variable(String name) {
        return new Place(null, null, name);
    }

    /** Without the key where the line says it all. */
    String shown() {
        if (file == null) {
            return String.valueOf(key);
        }
        return line == null ? file : file + ":" + line;
    }

    ConfigProblem problem(String message) {
        return new ConfigProblem(file, line, key, message);
    }
}
