package io.mackerel.agent.demo;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The graph definitions that the stand-in knows, the last of each name. Thread-safe. */
final class GraphDefinitions {
    private static final Pattern NAME = Pattern.compile("custom(\\.([-a-zA-Z0-9_]+|[*#]))+");
    private static final Set<String> UNITS = Set.of(
            "float", "integer", "percentage", "seconds", "milliseconds", "bytes", "bytes/sec", "bits/sec", "iops");

    private final Map<String, JsonObject> byName = new LinkedHashMap<>();

    /** The names of the definitions. */
    synchronized List<String> add(List<Fields> definitions) {
        definitions.forEach(GraphDefinitions::validate);
        definitions.forEach(definition ->
                byName.put(definition.text("name"), definition.json().copy()));
        return definitions.stream().map(definition -> definition.text("name")).toList();
    }

    synchronized List<JsonObject> list() {
        return byName.values().stream().map(JsonObject::copy).toList();
    }

    private static void validate(Fields definition) {
        String name = definition.text("name", NAME);
        definition.optionalText("displayName");
        String unit = definition.optionalText("unit");
        if (unit != null && !UNITS.contains(unit)) {
            throw definition.wrong("unit", "is unknown: '" + unit + "'");
        }
        for (Fields metric : definition.objects("metrics")) {
            String metricName = metric.text("name", NAME);
            boolean below = metricName.startsWith(name + ".") && metricName.indexOf('.', name.length() + 1) < 0;
            if (!below || metricName.chars().filter(c -> c == '#').count() > 1) {
                throw metric.wrong("name", "must be '" + name + ".' and one more part, with at most one '#'");
            }
        }
    }
}
