package io.mackerel.agent.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import io.mackerel.agent.metric.GraphDefinition;
import io.mackerel.agent.metric.GraphDefinition.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes graph definitions of a plugin's {@code graphs}. What is of an unexpected type is absent. */
final class GraphJson {
    private static final Pattern PART = Pattern.compile("[-a-zA-Z0-9_]++|[#*]");
    private static final String ANY_UNIT = "float";
    private static final Set<String> UNITS = Set.of(
            ANY_UNIT, "integer", "percentage", "seconds", "milliseconds", "bytes", "bytes/sec", "bits/sec", "iops");

    private final Refusals refusals;

    GraphJson(Refusals refusals) {
        this.refusals = refusals;
    }

    /**
     * @param graphs an object
     */
    List<GraphDefinition> definitions(JsonNode graphs) {
        List<GraphDefinition> definitions = new ArrayList<>();
        graphs.properties().forEach(graph -> {
            if (isName(graph.getKey()) && graph.getValue().isObject()) {
                definitions.add(definition(graph.getKey(), graph.getValue()));
            } else {
                refusals.refuse(
                        "a graph cannot be used, its name or what follows is not of the right kind", graph.getKey());
            }
        });
        return definitions;
    }

    private GraphDefinition definition(String key, JsonNode graph) {
        String name = "custom." + key;
        List<Metric> metrics = new ArrayList<>();
        graph.path("metrics").forEach(metric -> addMetric(metrics, name, metric));
        return new GraphDefinition(name, text(graph, "label"), unit(key, graph), metrics);
    }

    private void addMetric(List<Metric> metrics, String graph, JsonNode metric) {
        String name = text(metric, "name");
        if (name != null && isName(graph + "." + name)) {
            String fullName = graph + "." + name;
            metrics.add(new Metric(
                    fullName, text(metric, "label"), metric.path("stacked").asBoolean(false)));
        } else {
            refusals.refuse(
                    "a metric of a graph cannot be used, its name is not of the right kind", graph + "." + name);
        }
    }

    private String unit(String key, JsonNode graph) {
        String unit = text(graph, "unit");
        if (unit == null || UNITS.contains(unit)) {
            return unit == null ? ANY_UNIT : unit;
        }
        refusals.refuse("a graph's unit is not one of Mackerel's, float is used", key + " " + unit);
        return ANY_UNIT;
    }

    /** At most one part stands for the graphs of a kind. */
    private static boolean isName(String name) {
        boolean hasGoodParts = true;
        for (String part : name.split("\\.", -1)) {
            hasGoodParts &= PART.matcher(part).matches();
        }
        return hasGoodParts && name.indexOf('#') == name.lastIndexOf('#');
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode text = node.path(field);
        return text.isTextual() && !text.asText().isBlank() ? text.asText() : null;
    }
}
