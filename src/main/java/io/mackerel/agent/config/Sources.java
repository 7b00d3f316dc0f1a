package io.mackerel.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file and the environment, as one. The file's value wins. A value of the environment that it overrides is read all
 * the same: a fault in it is a warning, since nothing depends on it now, but somebody meant it to work.
 */
final class Sources {
    private final Map<String, String> environment;
    private final FileValues file;
    private final Findings findings;

    Sources(Map<String, String> environment, FileValues file, Findings findings) {
        this.environment = environment;
        this.file = file;
        this.findings = findings;
    }

    /** The value, or the default if there is one; absent also when what is given will not do, which is reported. */
    <T> @Nullable T optional(Setting<T> setting) {
        Given inFile = file.text(setting);
        Given inEnvironment = variable(setting);
        if (inFile == null) {
            return inEnvironment == null ? fallback(setting) : read(setting, inEnvironment);
        }
        if (inEnvironment != null) {
            warnIfWrong(setting, inEnvironment);
        }
        return read(setting, inFile);
    }

    /** Likewise for a setting with a default, which also stands in for what will not do. */
    <T> T required(Setting<T> setting) {
        T value = optional(setting);
        return value == null ? Objects.requireNonNull(fallback(setting)) : value;
    }

    /** The values that will do; the others are reported. A list in the file, even an empty one, wins. */
    <T> List<T> list(Setting<T> setting) {
        List<Given> inFile = file.items(setting);
        List<Given> inEnvironment = variableItems(setting);
        if (inFile == null) {
            return readAll(setting, inEnvironment);
        }
        inEnvironment.forEach(given -> warnIfWrong(setting, given));
        return readAll(setting, inFile);
    }

    /** What only the file can give, by its key; absent when not given or of the wrong type. */
    @Nullable
    YamlMapping mapping(String key) {
        return file.mapping(key);
    }

    /** Whether either source holds a value, be it a wrong one. */
    boolean isGiven(Setting<?> setting) {
        return variable(setting) != null || file.isGiven(setting);
    }

    /** Whether the file holds a value, be it a wrong one. */
    boolean isInFile(Setting<?> setting) {
        return file.isGiven(setting);
    }

    /** Reports it when one source gives both; one in the file simply wins over the other in the environment. */
    void forbidBoth(Setting<?> one, Setting<?> other) {
        if (file.isGiven(one) && file.isGiven(other)) {
            file.forbidBeside(one, other);
            return;
        }
        Given first = variable(one);
        Given second = variable(other);
        boolean counts = !file.isGiven(one) && !file.isGiven(other);
        if (counts && first != null && second != null) {
            findings.problem(second.place(), "is given beside " + first.place().key() + "; remove one");
        }
    }

    /** Where the value comes from, which will do; absent when nobody gives one. */
    @Nullable
    Origin origin(Setting<?> setting) {
        List<Given> given = variables(setting);
        List<String> names = given.stream().map(each -> each.place().shown()).toList();
        Place inFile = file.place(setting);
        if (inFile != null) {
            return new Origin(inFile.shown(), names, null);
        }
        return given.isEmpty()
                ? null
                : new Origin(names.getFirst(), names.subList(1, names.size()), shown(setting, given.getFirst()));
    }

    private static @Nullable String shown(Setting<?> setting, Given given) {
        try {
            return setting.keys().isEmpty() ? ShownValue.of(setting, given.text()) : null;
        } catch (IllegalArgumentException unread) {
            // Variables of S3 may say anything where the configuration lies elsewhere.
            return "****";
        }
    }

    private @Nullable Given variable(Setting<?> setting) {
        List<Given> given = variables(setting);
        return given.isEmpty() ? null : given.getFirst();
    }

    /** Those that hold a value; the first counts. */
    private List<Given> variables(Setting<?> setting) {
        List<Given> given = new ArrayList<>();
        for (String name : setting.variables()) {
            String text = environment.getOrDefault(name, "").strip();
            if (!text.isEmpty()) {
                given.add(new Given(Place.variable(name), text));
            }
        }
        return given;
    }

    private List<Given> variableItems(Setting<?> setting) {
        List<Given> items = new ArrayList<>();
        Given all = variable(setting);
        for (String item : all == null ? new String[0] : all.text().split(",", -1)) {
            if (all != null && !item.isBlank()) {
                items.add(new Given(all.place(), item.strip()));
            }
        }
        return items;
    }

    private <T> List<T> readAll(Setting<T> setting, List<Given> items) {
        List<T> values = new ArrayList<>();
        for (Given item : items) {
            T value = read(setting, item);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private <T> @Nullable T read(Setting<T> setting, Given given) {
        try {
            return setting.reading().read(given.text(), warning -> findings.warn(given.place(), warning));
        } catch (IllegalArgumentException e) {
            findings.problem(given.place(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void warnIfWrong(Setting<?> setting, Given overridden) {
        try {
            setting.reading().read(overridden.text(), warning -> {});
        } catch (IllegalArgumentException e) {
            findings.warn(overridden.place(), e.getMessage() + " (the file's value is used)");
        }
    }

    private <T> @Nullable T fallback(Setting<T> setting) {
        String text = setting.fallback();
        return text == null ? null : setting.reading().read(text, warning -> {});
    }
}
