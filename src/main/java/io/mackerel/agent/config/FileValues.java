package io.mackerel.agent.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What the file gives, by key. Values of the wrong type are reported when they are asked for. */
final class FileValues {
    private final boolean known;
    private final YamlNodes nodes;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

    FileValues(String file, List<NodeTuple> entries, Findings findings) {
        this(file, true, findings);
        entries.forEach(this::add);
    }

    private FileValues(String file, boolean known, Findings findings) {
        this.known = known;
        this.nodes = new YamlNodes(file, findings);
    }

    /** No file is configured. */
    static FileValues none() {
        return new FileValues("", true, new Findings());
    }

    /** A file is configured but could not be read, which has been reported. */
    static FileValues unknown() {
        return new FileValues("", false, new Findings());
    }

    private void add(NodeTuple entry) {
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            nodes.problem(null, entry.getKeyNode(), "a key must be a word; write key: value");
        } else if (key.getTag().equals(Tag.MERGE)) {
            nodes.problem("<<", key, "merge keys are not supported; write the keys out");
        } else {
            entries.putIfAbsent(key.getValue(), entry);
        }
    }

    /** Whether what this file says is known, be it nothing. */
    boolean isKnown() {
        return known;
    }

    /** All keys and where they stand. */
    Map<String, Place> keys() {
        Map<String, Place> places = new LinkedHashMap<>();
        entries.forEach((key, entry) -> places.put(key, nodes.place(KeyText.shown(key), entry.getKeyNode())));
        return places;
    }

    /** Whether a value stands there, of whatever type. */
    boolean isGiven(Setting<?> setting) {
        return !given(setting).isEmpty();
    }

    /** Where the value of {@code setting} stands; absent when not given. */
    @Nullable
    Place place(Setting<?> setting) {
        List<NodeTuple> given = given(setting);
        return given.isEmpty()
                ? null
                : nodes.place(setting.name(), given.getFirst().getKeyNode());
    }

    /** Where {@code key} and all below it stand, by their paths; empty when not given. */
    Map<String, Place> places(String key) {
        NodeTuple entry = entries.get(key);
        return entry == null ? Map.of() : nodes.places(key, entry);
    }

    /** Reports that a value stands beside one that excludes it. */
    void forbidBeside(Setting<?> one, Setting<?> other) {
        NodeTuple second = given(other).getFirst();
        nodes.problem(
                key(second),
                second.getKeyNode(),
                "is given beside " + key(given(one).getFirst()) + "; remove one");
    }

    /** The value of {@code setting}; absent when not given, null, blank or of the wrong type. */
    @Nullable
    Given text(Setting<?> setting) {
        NodeTuple entry = entry(setting);
        return entry == null ? null : nodes.text(key(entry), entry.getValueNode());
    }

    /** The items that {@code setting} lists; absent when not given, null or of the wrong type. */
    @Nullable
    List<Given> items(Setting<?> setting) {
        NodeTuple entry = entry(setting);
        if (entry == null) {
            return null;
        }
        String key = key(entry);
        if (!(entry.getValueNode() instanceof SequenceNode sequence)) {
            nodes.problem(key, entry.getKeyNode(), "must be a list; write " + key + ": [first, second]");
            return null;
        }
        return nodes.items(key, sequence);
    }

    /** The mapping below {@code key}; absent when not given, null or of the wrong type. */
    @Nullable
    YamlMapping mapping(String key) {
        NodeTuple entry = entries.get(key);
        return entry == null ? null : YamlMapping.of(key, entry, nodes);
    }

    private @Nullable NodeTuple entry(Setting<?> setting) {
        List<NodeTuple> given = given(setting);
        if (given.size() > 1) {
            NodeTuple second = given.getLast();
            String message = "is the same as " + key(given.getFirst()) + "; remove one";
            nodes.problem(key(second), second.getKeyNode(), message);
        }
        return given.isEmpty() ? null : given.getFirst();
    }

    private List<NodeTuple> given(Setting<?> setting) {
        List<NodeTuple> given = new ArrayList<>();
        for (String key : setting.keys()) {
            NodeTuple entry = entries.get(key);
            if (entry != null && !YamlNodes.isBlank(entry.getValueNode())) {
                given.add(entry);
            }
        }
        return given;
    }

    private static String key(NodeTuple entry) {
        return ((ScalarNode) entry.getKeyNode()).getValue();
    }
}
