package io.mackerel.agent.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A setting that is known but not acted on: whoever gives it is told, lest he believe that it works. */
record NotYet(@Nullable String key, @Nullable String variable, String warning) {
    private static final String NO_KEY_FILE =
            "this version reads no key file; give the key itself in apikey or MACKEREL_APIKEY";

    static final List<NotYet> ALL = List.of(
            new NotYet("apikeyFile", "MACKEREL_APIKEY_FILE", NO_KEY_FILE),
            new NotYet("plugin", null, "this version runs no plugins: none of these metrics and checks is collected"),
            new NotYet("readinessProbe", null, "this version knows no readiness probe: it collects at once"),
            new NotYet(
                    null,
                    "MACKEREL_AGENT_CONFIG_POLLING_DURATION_MINUTES",
                    "this version reads the configuration once; restart the agent to apply a change"));
}
