package io.mackerel.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Lines of YAML in the making, each with a remark at its right. */
final class YamlLines {
    private static final Pattern NOT_IN_A_COMMENT = Pattern.compile("[\\p{IsControl}\\u2028\\u2029\\uFEFF]");
    private static final String INDENT = "  ";
    private static final int REMARKS_FROM = 48;

    private final List<String> lines = new ArrayList<>();
    private int depth;

    List<String> lines() {
        return List.copyOf(lines);
    }

    void blank() {
        lines.add("");
    }

    void comment(String text) {
        lines.add("# " + inComment(text));
    }

    /** A line of text for a comment that looks like the lines of the file. */
    void commented(String key, String value, String remark) {
        add("# " + key + ": " + inComment(value), remark);
    }

    /** A key without a value, which is as good as none. */
    void absent(String key, String remark) {
        add(start(key), remark);
    }

    void text(String key, String value, String remark) {
        if (!YamlScalar.isBlock(value)) {
            add(start(key) + " " + YamlScalar.of(value), remark);
            return;
        }
        add(start(key) + " |-", remark);
        String indent = INDENT.repeat(depth + 1);
        value.lines().forEach(line -> lines.add(line.isEmpty() ? "" : indent + line));
    }

    void number(String key, long value, String remark) {
        add(start(key) + " " + value, remark);
    }

    void list(String key, List<String> items, String remark) {
        if (items.isEmpty()) {
            add(start(key) + " []", remark);
            return;
        }
        add(start(key), remark);
        items.forEach(item -> add(INDENT.repeat(depth + 1) + "- " + YamlScalar.of(item), ""));
    }

    /** What {@code content} adds stands below the key. */
    void below(String key, String remark, Runnable content) {
        add(start(key), remark);
        depth++;
        content.run();
        depth--;
    }

    /** What {@code content} adds, at least a line, becomes an item of the list below the key. */
    void item(Runnable content) {
        int first = lines.size();
        depth++;
        content.run();
        depth--;
        int dash = INDENT.length() * depth;
        String line = lines.get(first);
        lines.set(first, line.substring(0, dash) + "- " + line.substring(dash + INDENT.length()));
    }

    private String start(String key) {
        return INDENT.repeat(depth) + YamlScalar.of(key) + ":";
    }

    private void add(String line, String remark) {
        String gap = " ".repeat(Math.max(INDENT.length(), REMARKS_FROM - line.length()));
        lines.add(remark.isEmpty() ? line : line + gap + "# " + inComment(remark));
    }

    private static String inComment(String text) {
        return NOT_IN_A_COMMENT.matcher(text).replaceAll("?");
    }
}
