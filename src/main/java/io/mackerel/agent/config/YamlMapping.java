package io.mackerel.agent.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A mapping below the top of the file, read key by key. Values of the wrong type are reported when they are asked for. */
final class YamlMapping {
    private final String path;
    private final Node at;
    private final YamlNodes nodes;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

    private YamlMapping(String path, Node at, MappingNode mapping, YamlNodes nodes) {
        this.path = path;
        this.at = at;
        this.nodes = nodes;
        mapping.getValue().forEach(this::add);
    }

    /** Absent when the entry's value is null or no mapping. */
    static @Nullable YamlMapping of(String path, NodeTuple entry, YamlNodes nodes) {
        return of(path, entry.getKeyNode(), entry.getValueNode(), nodes);
    }

    private static @Nullable YamlMapping of(String path, Node at, Node value, YamlNodes nodes) {
        if (value instanceof MappingNode mapping) {
            return new YamlMapping(path, at, mapping, nodes);
        }
        if (!value.getTag().equals(Tag.NULL)) {
            nodes.problem(path, at, "must hold keys with values, indented below it");
        }
        return null;
    }

    private void add(NodeTuple entry) {
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            nodes.problem(path, entry.getKeyNode(), "a key must be a word; write key: value");
        } else if (key.getTag().equals(Tag.MERGE)) {
            nodes.problem(path + ".<<", key, "merge keys are not supported; write the keys out");
        } else {
            entries.putIfAbsent(key.getValue(), entry);
        }
    }

    String path() {
        return path;
    }

    /** Reports something about the mapping as a whole. */
    void problem(String message) {
        nodes.problem(path, at, message);
    }

    boolean has(String key) {
        NodeTuple entry = entries.get(key);
        return entry != null && !YamlNodes.isBlank(entry.getValueNode());
    }

    boolean isList(String key) {
        NodeTuple entry = entries.get(key);
        return entry != null && entry.getValueNode() instanceof SequenceNode;
    }

    /** Absent when not given, null, blank or of the wrong type. */
    @Nullable
    Given text(String key) {
        NodeTuple entry = entries.get(key);
        return entry == null ? null : nodes.text(pathOf(key), entry.getValueNode());
    }

    /** The value; absent when not given, or when it will not do, which is reported. */
    <T> @Nullable T read(String key, Function<String, T> reading) {
        Given given = text(key);
        try {
            return given == null ? null : reading.apply(given.text());
        } catch (IllegalArgumentException e) {
            nodes.findings().problem(given.place(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** The value, or {@code fallback} for what is absent or will not do. */
    <T> T read(String key, Function<String, T> reading, T fallback) {
        T value = read(key, reading);
        return value == null ? fallback : value;
    }

    /** The items of the list below {@code key}, which {@link #isList} has found. */
    List<Given> items(String key) {
        NodeTuple entry = entries.get(key);
        return entry != null && entry.getValueNode() instanceof SequenceNode sequence
                ? nodes.items(pathOf(key), sequence)
                : List.of();
    }

    /** Absent when not given, null or of the wrong type. */
    @Nullable
    YamlMapping mapping(String key) {
        NodeTuple entry = entries.get(key);
        return entry == null ? null : of(pathOf(key), entry, nodes);
    }

    /** The mappings that the list below {@code key} consists of; empty when not given or of the wrong type. */
    List<YamlMapping> mappings(String key) {
        NodeTuple entry = entries.get(key);
        if (entry == null || YamlNodes.isBlank(entry.getValueNode())) {
            return List.of();
        }
        if (!(entry.getValueNode() instanceof SequenceNode sequence)) {
            nodes.problem(pathOf(key), entry.getKeyNode(), "must be a list; write each item after a '-'");
            return List.of();
        }
        List<YamlMapping> mappings = new ArrayList<>();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            Node item = sequence.getValue().get(i);
            YamlMapping mapping = of(pathOf(key) + "[" + i + "]", item, item, nodes);
            if (mapping != null) {
                mappings.add(mapping);
            }
        }
        return mappings;
    }

    /** The mappings by their keys, which are names that the user gave. */
    Map<String, YamlMapping> named() {
        Map<String, YamlMapping> named = new LinkedHashMap<>();
        entries.forEach((name, entry) -> {
            YamlMapping mapping = of(pathOf(name), entry, nodes);
            if (mapping != null) {
                named.put(name, mapping);
            } else if (entry.getValueNode().getTag().equals(Tag.NULL)) {
                nodes.problem(pathOf(name), entry.getKeyNode(), "is empty; give it a command or remove it");
            }
        });
        return named;
    }

    /** The texts by their keys, which are names that the user gave; a text may be empty. */
    Map<String, Given> texts() {
        Map<String, Given> texts = new LinkedHashMap<>();
        entries.forEach((name, entry) -> {
            Given text = nodes.textOrEmpty(pathOf(name), entry.getValueNode());
            if (text != null) {
                texts.put(name, text);
            }
        });
        return texts;
    }

    /** Warns of the keys that mean nothing here. */
    void warnOfOthers(Collection<String> known) {
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                String advice = NearestName.of(key, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; known keys are " + String.join(", ", known));
                nodes.findings().warn(nodes.place(pathOf(key), entry.getKeyNode()), "is unknown and ignored" + advice);
            }
        });
    }

    private String pathOf(String key) {
        return path + "." + KeyText.shown(key);
    }
}
