package io.mackerel.agent.config;

import org.jspecify.annotations.Nullable;

/** Which of a key and a file with one counts: what the file says before what the environment says. */
final class ApiKeyChoice {
    private ApiKeyChoice() {}

    static boolean isGiven(Sources sources) {
        return sources.isGiven(Settings.API_KEY) || sources.isGiven(Settings.API_KEY_FILE);
    }

    /** Absent when none is given, or what is given will not do, which is reported. */
    static @Nullable ApiKeySource of(Sources sources) {
        boolean inFile = sources.isInFile(Settings.API_KEY);
        sources.forbidBoth(Settings.API_KEY, Settings.API_KEY_FILE);
        if (sources.isInFile(Settings.API_KEY_FILE)) {
            return sources.optional(Settings.API_KEY_FILE);
        }
        ApiKeySource literal = sources.optional(Settings.API_KEY);
        return inFile || literal != null ? literal : sources.optional(Settings.API_KEY_FILE);
    }
}
