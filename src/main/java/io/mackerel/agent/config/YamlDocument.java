package io.mackerel.agent.config;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Turns a file's text into its values. Only the tree of nodes is built, which keeps the lines and creates no objects;
 * a syntax error is reported without a word of the file's content.
 */
final class YamlDocument {
    private static final Pattern BETWEEN_LINES = Pattern.compile("(?>\\r\\n|[\\n\\r\\u0085\\u2028\\u2029])(?!\\z)");
    private static final int DEEPEST = 50;
    private static final int MOST_ALIASES = 50;

    private final String file;
    private final Findings findings;

    YamlDocument(String file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    FileValues values(String text) {
        try {
            return values(compose(text));
        } catch (MarkedYAMLException e) {
            return refused(line(text, SyntaxError.markOf(e)), SyntaxError.meaningOf(e.getProblem()));
        } catch (ReaderException e) {
            return refused(line(text, e.getPosition()), "holds a control character; remove it");
        } catch (RuntimeException e) {
            // For some broken input the parser throws more than its own exceptions, such as NumberFormatException.
            return refused(null, SyntaxError.meaningOf(e.getMessage()));
        }
    }

    private static @Nullable Node compose(String text) {
        LoaderOptions limits = new LoaderOptions();
        limits.setNestingDepthLimit(DEEPEST);
        limits.setMaxAliasesForCollections(MOST_ALIASES);
        ParserImpl parser = new ParserImpl(new StreamReader(text), limits);
        return new Composer(parser, new Resolver(), limits).getSingleNode();
    }

    private FileValues values(@Nullable Node top) {
        if (top == null || top.getTag().equals(Tag.NULL)) {
            return new FileValues(file, List.of(), findings);
        }
        if (!(top instanceof MappingNode mapping)) {
            return refused(
                    top.getStartMark().getLine() + 1, "the file is no list of keys; write lines such as key: value");
        }
        new DuplicateKeys(file, findings).report(mapping);
        return new FileValues(file, mapping.getValue(), findings);
    }

    private FileValues refused(@Nullable Integer line, String message) {
        findings.problem(new Place(file, line, null), message);
        return FileValues.unknown();
    }

    /** The parser counts a line after the last one's end, which no editor shows. */
    private static @Nullable Integer line(String text, @Nullable Mark mark) {
        int last = 1 + (int) BETWEEN_LINES.matcher(text).results().count();
        return mark == null ? null : (Integer) Math.min(last, mark.getLine() + 1);
    }

    private static int line(String text, int codePoints) {
        return 1
                + (int) text.codePoints()
                        .limit(codePoints)
                        .filter(c -> c == '\n')
                        .count();
    }
}
