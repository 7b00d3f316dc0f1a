package io.mackerel.agent.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the plugins. */
final class PluginText {
    static final String KEY = "plugin";
    static final List<String> KINDS = List.of("metrics", "checks");
    static final List<String> METRIC_KEYS = Stream.concat(
                    CommandText.KEYS.stream(), Stream.of("timeoutSeconds", "intervalMinutes"))
            .toList();
    static final List<String> CHECK_KEYS = Stream.concat(
                    METRIC_KEYS.stream(), Stream.of("memo", "notificationInterval", "maxCheckAttempts"))
            .toList();

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    private static final int SECONDS_OF_AN_HOUR = 3_600;
    private static final int MINUTES_OF_A_DAY = 1_440;
    private static final int MINUTES_OF_A_YEAR = 525_600;
    private static final int MOST_ATTEMPTS = 10;
    private static final int LONGEST_MEMO = 250;
    private static final Pattern METRIC_NAME = Pattern.compile("(?=.*\\S)[^\\p{IsControl}\\x{2028}\\x{2029}]+");
    private static final Pattern CHECK_NAME = Pattern.compile("[a-zA-Z0-9_-]+");

    private PluginText() {}

    /** Those that will do; the others are reported. */
    static PluginsConfig read(@Nullable YamlMapping plugins) {
        if (plugins == null) {
            return PluginsConfig.NONE;
        }
        plugins.warnOfOthers(KINDS);
        List<MetricPluginConfig> metrics = new ArrayList<>();
        named(plugins, "metrics").forEach((name, mapping) -> {
            MetricPluginConfig metric = metric(name, mapping);
            if (metric != null) {
                metrics.add(metric);
            }
        });
        List<CheckPluginConfig> checks = new ArrayList<>();
        named(plugins, "checks").forEach((name, mapping) -> {
            CheckPluginConfig check = check(name, mapping);
            if (check != null) {
                checks.add(check);
            }
        });
        return new PluginsConfig(metrics, checks);
    }

    private static Map<String, YamlMapping> named(YamlMapping plugins, String kind) {
        YamlMapping ofKind = plugins.mapping(kind);
        return ofKind == null ? Map.of() : ofKind.named();
    }

    private static @Nullable MetricPluginConfig metric(String name, YamlMapping mapping) {
        mapping.warnOfOthers(METRIC_KEYS);
        if (!METRIC_NAME.matcher(name).matches()) {
            mapping.problem("is no name of a plugin; write a word without line breaks and the like");
        }
        CommandConfig command = CommandText.read(mapping);
        Duration timeout = timeout(mapping);
        Duration interval = interval(mapping);
        return command == null ? null : new MetricPluginConfig(name, command, timeout, interval);
    }

    private static @Nullable CheckPluginConfig check(String name, YamlMapping mapping) {
        mapping.warnOfOthers(CHECK_KEYS);
        if (!CHECK_NAME.matcher(name).matches()) {
            mapping.problem("is no name of a check; use letters, digits, '-' and '_'");
        }
        CommandConfig command = CommandText.read(mapping);
        Duration timeout = timeout(mapping);
        Duration interval = interval(mapping);
        String memo = mapping.read("memo", PluginText::memo);
        Integer notificationInterval =
                mapping.read("notificationInterval", text -> WholeNumber.parse(text, 1, MINUTES_OF_A_YEAR));
        Integer attempts = mapping.read("maxCheckAttempts", text -> WholeNumber.parse(text, 1, MOST_ATTEMPTS));
        return command == null
                ? null
                : new CheckPluginConfig(name, command, timeout, interval, memo, notificationInterval, attempts);
    }

    private static Duration timeout(YamlMapping mapping) {
        return mapping.read(
                "timeoutSeconds",
                text -> Duration.ofSeconds(WholeNumber.parse(text, 1, SECONDS_OF_AN_HOUR)),
                DEFAULT_TIMEOUT);
    }

    private static @Nullable Duration interval(YamlMapping mapping) {
        return mapping.read(
                "intervalMinutes", text -> Duration.ofMinutes(WholeNumber.parse(text, 1, MINUTES_OF_A_DAY)));
    }

    private static String memo(String text) {
        if (text.codePointCount(0, text.length()) > LONGEST_MEMO) {
            throw new IllegalArgumentException(
                    "is longer than " + LONGEST_MEMO + " characters, which Mackerel refuses");
        }
        return text;
    }
}
