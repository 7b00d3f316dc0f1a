package io.mackerel.agent.plugin;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mackerel.agent.metric.GraphDefinition;
import java.util.List;

/** Reads what a metric plugin prints of its graphs: a line that says so, then JSON. */
final class GraphOutput {
    private static final String HEADER = "# mackerel-agent-plugin";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private GraphOutput() {}

    sealed interface Parsed {}

    record Graphs(List<GraphDefinition> definitions) implements Parsed {}

    /** This plugin does not speak of graphs. */
    record NoHeader() implements Parsed {}

    /**
     * @param reason without anything of the output
     */
    record Unusable(String reason) implements Parsed {}

    /**
     * @param cut whether there was more output
     */
    static Parsed parse(String output, boolean cut, Refusals refusals) {
        int end = output.indexOf('\n');
        String first = end < 0 ? output : output.substring(0, end);
        if (!isHeader(first.strip())) {
            return new NoHeader();
        }
        return cut
                ? new Unusable("the graph definitions are longer than 1 MiB")
                : parseJson(output.substring(first.length()), refusals);
    }

    /** Attributes may follow, such as a version. */
    private static boolean isHeader(String line) {
        return line.equals(HEADER) || line.startsWith(HEADER + " ") || line.startsWith(HEADER + "\t");
    }

    private static Parsed parseJson(String json, Refusals refusals) {
        try {
            JsonNode graphs = MAPPER.readTree(json).path("graphs");
            return graphs.isObject()
                    ? new Graphs(new GraphJson(refusals).definitions(graphs))
                    : new Unusable("the graph definitions are not an object with an object 'graphs'");
        } catch (JsonProcessingException e) {
            return new Unusable("the graph definitions are broken JSON" + place(e.getLocation()));
        }
    }

    /** Lines are counted from the header. */
    private static String place(JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
