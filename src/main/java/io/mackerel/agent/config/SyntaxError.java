package io.mackerel.agent.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The YAML parser's complaints in the user's terms. Its own words may quote the file, and with it a secret. */
record SyntaxError(String start, String meaning) {
    private static final List<SyntaxError> KNOWN = List.of(
            new SyntaxError(
                    "mapping values are not allowed", "unexpected ':'; check the indentation or quote the value"),
            new SyntaxError("could not find expected ':'", "a line without ': '; write key: value"),
            new SyntaxError(
                    "found character", "a tab, '@', '`' or '%' at the wrong place; indent with spaces, quote values"),
            new SyntaxError("found undefined alias", "an alias without its anchor; quote a value that begins with '*'"),
            new SyntaxError("found undefined tag", "an unknown tag; quote a value that begins with '!'"),
            new SyntaxError("Global tag is not allowed", "an unknown tag; quote a value that begins with '!'"),
            new SyntaxError("found unexpected end of stream", "a quotation mark is not closed"),
            new SyntaxError("found unknown escape", "an unknown escape in double quotes; use single quotes"),
            new SyntaxError("expected <block end>", "wrong indentation, or text after a closed quotation mark"),
            new SyntaxError("expected ',' or", "a bracket is not closed, or a comma is missing"),
            new SyntaxError("but found another document", "a second document begins; keep one and remove the '---'"),
            new SyntaxError("Nesting Depth", "the file is nested too deeply"),
            new SyntaxError("Number of aliases", "the file uses too many aliases"));

    static String meaningOf(@Nullable String complaint) {
        return KNOWN.stream()
                .filter(error -> complaint != null && complaint.startsWith(error.start))
                .findFirst()
                .map(error -> error.meaning)
                .orElse("this is no valid YAML");
    }
}
