package io.mackerel.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.metric.GraphDefinition;
import io.mackerel.agent.metric.GraphDefinition.Metric;
import io.mackerel.agent.plugin.GraphOutput.Graphs;
import io.mackerel.agent.plugin.GraphOutput.NoHeader;
import io.mackerel.agent.plugin.GraphOutput.Parsed;
import io.mackerel.agent.plugin.GraphOutput.Unusable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphOutputTest {
    private static final String HEADER = "# mackerel-agent-plugin\n";
    private static final String NO_OBJECT = "the graph definitions are not an object with an object 'graphs'";
    private static final String WHOLE = """
            {"graphs": {
              "web.requests": {"label": "Requests", "unit": "integer", "metrics": [
                {"name": "ok", "label": "OK", "stacked": true},
                {"name": "bad", "label": "Not OK", "stacked": false, "scale": 2, "type": "uint64"}]},
              "disk.#.usage": {"metrics": [{"name": "*"}]}},
             "version": {"of": ["something", "newer"]}}
            """;
    private static final List<GraphDefinition> DEFINED = List.of(
            new GraphDefinition(
                    "custom.web.requests",
                    "Requests",
                    "integer",
                    List.of(
                            new Metric("custom.web.requests.ok", "OK", true),
                            new Metric("custom.web.requests.bad", "Not OK", false))),
            new GraphDefinition(
                    "custom.disk.#.usage", null, "float", List.of(new Metric("custom.disk.#.usage.*", null, false))));

    private final List<String> refused = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {HEADER, "# mackerel-agent-plugin\r\n", "# mackerel-agent-plugin version=1\n", HEADER + "\n \n"})
    void graphsAreDefinedAfterTheHeader(String header) {
        // When
        Parsed parsed = parse(header + WHOLE);

        // Then
        assertThat(parsed).isEqualTo(new Graphs(DEFINED));
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "a\t1\t2\n",
                "{\"graphs\":{}}",
                "\n# mackerel-agent-plugin\n{}",
                "# mackerel-agent-plugins\n{}"
            })
    void withoutTheHeaderThereAreNoGraphs(String output) {
        // When
        Parsed parsed = parse(output);

        // Then
        assertThat(parsed).isEqualTo(new NoHeader());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"graphs\":", "<html>s3cret</html>", "{\"graphs\":{\"s3cret\"", "s3cret", "{'a':1}"})
    void brokenJsonIsToldOfWithItsPlace(String json) {
        // When
        Parsed parsed = parse(HEADER + json);

        // Then
        assertThat(parsed)
                .isInstanceOfSatisfying(
                        Unusable.class,
                        unusable -> assertThat(unusable.reason())
                                .startsWith("the graph definitions are broken JSON at line 2, column ")
                                .doesNotContain("s3cret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "1", "{}", "{\"graphs\":[]}", "{\"graphs\":null}", "{\"Graphs\":{}}"})
    void anotherJsonIsToldOf(String json) {
        // When
        Parsed parsed = parse(HEADER + json);

        // Then
        assertThat(parsed).isEqualTo(new Unusable(NO_OBJECT));
    }

    @Test
    void jsonThatIsDeeperThanAnyPluginNeedsIsBroken() {
        // When
        Parsed parsed = parse(HEADER + "[".repeat(500_000));

        // Then
        assertThat(parsed).isInstanceOf(Unusable.class);
    }

    @Test
    void cutOutputIsToldOf() {
        // When
        Parsed parsed = GraphOutput.parse(HEADER + WHOLE, true, this::refuse);

        // Then
        assertThat(parsed).isEqualTo(new Unusable("the graph definitions are longer than 1 MiB"));
    }

    @Test
    void noGraphsAreGraphsToo() {
        // When
        Parsed parsed = parse(HEADER + "{\"graphs\":{}}");

        // Then
        assertThat(parsed).isEqualTo(new Graphs(List.of()));
    }

    @Test
    void anUnknownUnitIsFloat() {
        // When
        Parsed parsed = parse(HEADER + "{\"graphs\":{\"a\":{\"unit\":\"parsec\"}}}");

        // Then
        assertThat(parsed).isEqualTo(new Graphs(List.of(new GraphDefinition("custom.a", null, "float", List.of()))));
        assertThat(refused).containsExactly("a graph's unit is not one of Mackerel's, float is used|a parsec");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "float",
                "integer",
                "percentage",
                "seconds",
                "milliseconds",
                "bytes",
                "bytes/sec",
                "bits/sec",
                "iops"
            })
    void theUnitsOfMackerelArePassedOn(String unit) {
        // When
        Parsed parsed = parse(HEADER + "{\"graphs\":{\"a\":{\"unit\":\"" + unit + "\"}}}");

        // Then
        assertThat(parsed).isEqualTo(new Graphs(List.of(new GraphDefinition("custom.a", null, unit, List.of()))));
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "a b", "a/b", "ä", "a#", "a.*b", "#.#", "##"})
    void aNameThatTheServiceWouldRefuseCostsNoOtherGraph(String name) {
        // When
        Parsed parsed = parse(HEADER + "{\"graphs\":{\"" + name + "\":{},\"good\":{}}}");

        // Then
        assertThat(parsed).isEqualTo(new Graphs(List.of(new GraphDefinition("custom.good", null, "float", List.of()))));
        assertThat(refused).hasSize(1);
    }

    @Test
    void aMetricThatCannotBeUsedCostsNoOther() {
        // Given
        String metrics =
                "[{\"name\":\"a b\"},{},7,null,{\"name\":3},{\"name\":\"good\",\"label\":7,\"stacked\":\"x\"}]";

        // When
        Parsed parsed = parse(HEADER + "{\"graphs\":{\"g\":{\"label\":[],\"unit\":5,\"metrics\":" + metrics + "}}}");

        // Then
        assertThat(parsed)
                .isEqualTo(new Graphs(List.of(new GraphDefinition(
                        "custom.g", null, "float", List.of(new Metric("custom.g.good", null, false))))));
        assertThat(refused).hasSize(5);
    }

    @Test
    void whateverIsPrintedYieldsOnlyWhatTheServiceTakes() {
        // Given
        Random random = new Random(20_260_102);
        for (int i = 0; i < 20_000; i++) {
            String output = HEADER + mutated(random, WHOLE);

            // When
            Parsed parsed = parse(output);

            // Then
            if (parsed instanceof Graphs(List<GraphDefinition> definitions)) {
                assertThat(definitions).allSatisfy(GraphOutputTest::isGood);
            }
        }
    }

    private static void isGood(GraphDefinition definition) {
        String name = "custom(\\.([-a-zA-Z0-9_]+|[*#]))+";
        assertThat(definition.name()).matches(name);
        assertThat(definition.unit()).matches("[a-z]+(/sec)?");
        assertThat(definition.metrics())
                .allSatisfy(metric -> assertThat(metric.name()).matches(name).startsWith(definition.name() + "."));
    }

    private static String mutated(Random random, String text) {
        StringBuilder mutated = new StringBuilder(text);
        String pieces = "{}[]\":,.#* \\\0\u00e9abz019-_\n";
        for (int i = random.nextInt(6); i >= 0; i--) {
            int place = random.nextInt(mutated.length());
            char piece = pieces.charAt(random.nextInt(pieces.length()));
            switch (random.nextInt(3)) {
                case 0 -> mutated.setCharAt(place, piece);
                case 1 -> mutated.insert(place, piece);
                default -> mutated.deleteCharAt(place);
            }
        }
        return mutated.toString();
    }

    private Parsed parse(String output) {
        return GraphOutput.parse(output, false, this::refuse);
    }

    private void refuse(String reason, String text) {
        refused.add(reason + "|" + text);
    }
}
