package io.mackerel.agent.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Finds keys given twice in one mapping, at any depth. */
final class DuplicateKeys {
    private final String file;
    private final Findings findings;
    private final Set<Node> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    DuplicateKeys(String file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    void report(MappingNode top) {
        visit("", top);
    }

    private void visit(String path, Node node) {
        // Aliases make one node appear in several places, even within itself.
        if (!visited.add(node)) {
            return;
        }
        if (node instanceof MappingNode mapping) {
            visitEntries(path.isEmpty() ? "" : path + ".", mapping);
        } else if (node instanceof SequenceNode sequence) {
            visitItems(path, sequence);
        }
    }

    private void visitEntries(String prefix, MappingNode mapping) {
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                String path = prefix + KeyText.shown(key.getValue());
                reportSecond(path, key, lines);
                visit(path, entry.getValueNode());
            }
        }
    }

    private void reportSecond(String path, ScalarNode key, Map<String, Integer> lines) {
        int line = key.getStartMark().getLine() + 1;
        Integer first = lines.putIfAbsent(key.getValue(), line);
        if (first != null) {
            findings.problem(new Place(file, line, path), "is given twice, first in line " + first + "; remove one");
        }
    }

    private void visitItems(String path, SequenceNode sequence) {
        for (int i = 0; i < sequence.getValue().size(); i++) {
            visit(path + "[" + i + "]", sequence.getValue().get(i));
        }
    }
}
