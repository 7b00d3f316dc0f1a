package io.mackerel.agent.doctor;

import io.mackerel.agent.config.ApiKeySource;
import io.mackerel.agent.config.ConfigLocation;
import io.mackerel.agent.config.ConfigOutcome;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What there is to say of the configuration. Pure. */
public final class ConfigurationFindings {
    private static final String CONFIGURATION = "configuration";

    private ConfigurationFindings() {}

    public static List<Finding> of(ConfigOutcome outcome) {
        Stream<Finding> warnings = outcome.warnings().stream().map(warning -> Finding.note(CONFIGURATION, warning));
        Stream<Finding> first = switch (outcome) {
            case ConfigOutcome.Loaded loaded ->
                Stream.of(Finding.ok(
                        CONFIGURATION,
                        from(loaded.config().location())
                                + warningCount(loaded.warnings().size())));
            case ConfigOutcome.Invalid invalid ->
                invalid.problems().stream().map(problem -> Finding.fatal(CONFIGURATION, problem.toString(), null));
        };
        return Stream.concat(first, warnings).toList();
    }

    private static String from(@Nullable ConfigLocation location) {
        return location == null ? "from the environment, no file" : "from " + location + " and the environment";
    }

    private static String warningCount(int count) {
        return switch (count) {
            case 0 -> "";
            case 1 -> "; 1 warning";
            default -> "; " + count + " warnings";
        };
    }

    /** Where the API key is from; never the key. */
    public static Finding ofKey(ConfigOutcome.Loaded loaded) {
        String subject = "API key";
        return switch (loaded.config().apiKey()) {
            case null -> Finding.notChecked(subject, "there is none");
            case ApiKeySource.KeyFile file ->
                Finding.ok(
                        subject, "read from the file " + file.path() + ", as " + place("apikeyFile", loaded) + " says");
            case ApiKeySource.Literal _ -> Finding.ok(subject, "from " + place("apikey", loaded));
        };
    }

    private static String place(String key, ConfigOutcome.Loaded loaded) {
        return Objects.requireNonNullElse(loaded.origins().byName().get(key), "the configuration")
                .toString();
    }
}
