package io.mackerel.agent.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** What the file gives, by key. Values of the wrong type are reported when they are asked for. */
final class FileValues {
    private static final Set<Tag> TEXT =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.TIMESTAMP, Tag.MERGE, Tag.NULL);

    private final String file;
    private final boolean known;
    private final Findings findings;
    private final Map<String, NodeTuple> entries = new LinkedHashMap<>();

    FileValues(String file, List<NodeTuple> entries, Findings findings) {
        this(file, true, findings);
        entries.forEach(this::add);
    }

    private FileValues(String file, boolean known, Findings findings) {
        this.file = file;
        this.known = known;
        this.findings = findings;
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
            findings.problem(place(null, entry.getKeyNode()), "a key must be a word; write key: value");
        } else if (key.getTag().equals(Tag.MERGE)) {
            findings.problem(place("<<", key), "merge keys are not supported; write the keys out");
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
        entries.forEach((key, entry) -> places.put(key, place(KeyText.shown(key), entry.getKeyNode())));
        return places;
    }

    /** Whether a value stands there, of whatever type. */
    boolean isGiven(Setting<?> setting) {
        return !given(setting).isEmpty();
    }

    /** Reports that a value stands beside one that excludes it. */
    void forbidBeside(Setting<?> one, Setting<?> other) {
        NodeTuple second = given(other).getFirst();
        findings.problem(
                place(key(second), second.getKeyNode()),
                "is given beside " + key(given(one).getFirst()) + "; remove one");
    }

    /** The value of {@code setting}; absent when not given, null, blank or of the wrong type. */
    @Nullable
    Given text(Setting<?> setting) {
        NodeTuple entry = entry(setting);
        return entry == null ? null : text(key(entry), entry.getValueNode());
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
            findings.problem(place(key, entry.getKeyNode()), "must be a list; write " + key + ": [first, second]");
            return null;
        }
        return items(key, sequence.getValue());
    }

    private List<Given> items(String key, List<Node> nodes) {
        List<Given> items = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            String path = key + "[" + i + "]";
            Given item = text(path, nodes.get(i));
            if (item != null) {
                items.add(item);
            } else if (nodes.get(i) instanceof ScalarNode scalar && isText(scalar)) {
                findings.problem(place(path, scalar), "is empty; remove it");
            }
        }
        return items;
    }

    private @Nullable NodeTuple entry(Setting<?> setting) {
        List<NodeTuple> given = given(setting);
        if (given.size() > 1) {
            NodeTuple second = given.getLast();
            String message = "is the same as " + key(given.getFirst()) + "; remove one";
            findings.problem(place(key(second), second.getKeyNode()), message);
        }
        return given.isEmpty() ? null : given.getFirst();
    }

    private List<NodeTuple> given(Setting<?> setting) {
        List<NodeTuple> given = new ArrayList<>();
        for (String key : setting.keys()) {
            NodeTuple entry = entries.get(key);
            if (entry != null && !isBlank(entry.getValueNode())) {
                given.add(entry);
            }
        }
        return given;
    }

    private @Nullable Given text(String path, Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            findings.problem(place(path, node), "must be text; quote it if it holds ': ', or begins with '[' or '{'");
            return null;
        }
        if (!isText(scalar)) {
            findings.problem(place(path, node), "has a tag; quote a value that begins with '!'");
            return null;
        }
        return isBlank(node)
                ? null
                : new Given(place(path, node), scalar.getValue().strip());
    }

    private static boolean isText(ScalarNode scalar) {
        return TEXT.contains(scalar.getTag());
    }

    private static boolean isBlank(Node node) {
        return node.getTag().equals(Tag.NULL)
                || (node instanceof ScalarNode scalar && scalar.getValue().isBlank());
    }

    private static String key(NodeTuple entry) {
        return ((ScalarNode) entry.getKeyNode()).getValue();
    }

    private Place place(@Nullable String path, Node node) {
        return new Place(file, node.getStartMark().getLine() + 1, path);
    }
}
