package io.mackerel.agent.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads single nodes of the file; what is of the wrong type is reported. */
final class YamlNodes {
    private static final Set<Tag> TEXT =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.TIMESTAMP, Tag.MERGE, Tag.NULL);

    /** Of {@code plugin.metrics.name.command}. */
    private static final int DEEPEST_KEY = 4;

    private final String file;
    private final Findings findings;

    YamlNodes(String file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    Place place(@Nullable String path, Node node) {
        return new Place(file, node.getStartMark().getLine() + 1, path);
    }

    /** Where an entry and those below it stand, by their paths; what is blank counts as not there. */
    Map<String, Place> places(String path, NodeTuple entry) {
        Map<String, Place> places = new LinkedHashMap<>();
        addPlaces(path, entry, 1, places);
        return places;
    }

    private void addPlaces(String path, NodeTuple entry, int depth, Map<String, Place> places) {
        if (isBlank(entry.getValueNode())) {
            return;
        }
        places.put(path, place(path, entry.getKeyNode()));
        // An alias can lead a mapping into itself.
        if (depth < DEEPEST_KEY && entry.getValueNode() instanceof MappingNode mapping) {
            for (NodeTuple below : mapping.getValue()) {
                if (below.getKeyNode() instanceof ScalarNode key) {
                    addPlaces(path + "." + key.getValue(), below, depth + 1, places);
                }
            }
        }
    }

    void problem(@Nullable String path, Node node, String message) {
        findings.problem(place(path, node), message);
    }

    Findings findings() {
        return findings;
    }

    /** Absent when null, blank or of the wrong type. */
    @Nullable
    Given text(String path, Node node) {
        Given given = textOrEmpty(path, node);
        return given == null || given.text().isBlank()
                ? null
                : new Given(given.place(), given.text().strip());
    }

    /** The text as it stands, empty when null; absent when of the wrong type. */
    @Nullable
    Given textOrEmpty(String path, Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            problem(path, node, "must be text; quote it if it holds ': ', or begins with '[' or '{'");
            return null;
        }
        if (!isText(scalar)) {
            problem(path, node, "has a tag; quote a value that begins with '!'");
            return null;
        }
        return new Given(place(path, node), scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue());
    }

    /** The items that are text; others are reported, and so are empty ones. */
    List<Given> items(String path, SequenceNode sequence) {
        List<Given> items = new ArrayList<>();
        List<Node> nodes = sequence.getValue();
        for (int i = 0; i < nodes.size(); i++) {
            String item = path + "[" + i + "]";
            Given text = textOrEmpty(item, nodes.get(i));
            if (text != null && text.text().isBlank()) {
                problem(item, nodes.get(i), "is empty; remove it");
            } else if (text != null) {
                items.add(new Given(text.place(), text.text().strip()));
            }
        }
        return items;
    }

    static boolean isBlank(Node node) {
        return node.getTag().equals(Tag.NULL)
                || (node instanceof ScalarNode scalar && scalar.getValue().isBlank());
    }

    private static boolean isText(ScalarNode scalar) {
        return TEXT.contains(scalar.getTag());
    }
}
