package io.mackerel.agent.config;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** The YAML parser's complaints in the user's terms. Its own words may quote the file, and with it a secret. */
record SyntaxError(String start, String meaning) {
    private static final String NO_QUOTE = "a quotation mark is opened here and not closed";
    private static final String NO_BRACKET = "a bracket is opened here and not closed, or a comma is missing in it";
    private static final Set<String> TELLING_CONTEXTS = Set.of(
            "while scanning a simple key",
            "while scanning a quoted scalar",
            "while parsing a flow sequence",
            "while parsing a flow mapping",
            "while parsing a flow node");
    private static final List<SyntaxError> KNOWN = List.of(
            new SyntaxError(
                    "mapping values are not allowed",
                    "unexpected ':'; check the indentation, quote the value,"
                            + " or put a space after the ':' of the line before"),
            new SyntaxError(
                    "expected '<document start>', but found '<block mapping start>'",
                    "a key after text that is none; write key: value, with a space after the ':'"),
            new SyntaxError("could not find expected ':'", "a line without ': '; write key: value"),
            new SyntaxError(
                    "found character", "a tab, '@', '`' or '%' at the wrong place; indent with spaces, quote values"),
            new SyntaxError("found undefined alias", "an alias without its anchor; quote a value that begins with '*'"),
            new SyntaxError("found undefined tag", "an unknown tag; quote a value that begins with '!'"),
            new SyntaxError("Global tag is not allowed", "an unknown tag; quote a value that begins with '!'"),
            new SyntaxError("found unexpected end of stream", NO_QUOTE),
            new SyntaxError("found unexpected document separator", NO_QUOTE),
            new SyntaxError("found unknown escape", "an unknown escape in double quotes; use single quotes"),
            new SyntaxError("expected <block end>", "wrong indentation, or text after a closed quotation mark"),
            new SyntaxError("expected ',' or", NO_BRACKET),
            new SyntaxError("expected the node content, but found '<stream end>'", NO_BRACKET),
            new SyntaxError("but found another document", "a second document begins; keep one and remove the '---'"),
            new SyntaxError("Nesting Depth", "the file is nested too deeply"),
            new SyntaxError("Number of aliases", "the file uses too many aliases"));

    /** Where the fault lies: the parser notices what is never closed lines later, or at the end. */
    static @Nullable Mark markOf(MarkedYAMLException e) {
        Mark start = e.getContextMark();
        return start != null && TELLING_CONTEXTS.contains(e.getContext()) ? start : e.getProblemMark();
    }

    static String meaningOf(@Nullable String complaint) {
        return KNOWN.stream()
                .filter(error -> complaint != null && complaint.startsWith(error.start))
                .findFirst()
                .map(error -> error.meaning)
                .orElse("this is no valid YAML");
    }
}
