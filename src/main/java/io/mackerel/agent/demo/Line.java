package io.mackerel.agent.demo;

/** One line of the table while it is put together; what does not fit its width is cut off. */
final class Line {
    private final Terminal terminal;
    private final StringBuilder text = new StringBuilder();
    private int used;

    Line(Terminal terminal) {
        this.terminal = terminal;
    }

    Line add(Style style, String piece) {
        String fitting = terminal.glyphs().cut(piece, terminal.columns() - used);
        text.append(terminal.colours() ? style.paint(fitting) : fitting);
        used += fitting.codePointCount(0, fitting.length());
        return this;
    }

    Line add(String piece) {
        return add(Style.PLAIN, piece);
    }

    /** Left-aligned in so many columns, cut when it is longer. */
    Line left(Style style, String piece, int width) {
        String cut = terminal.glyphs().cut(piece, width);
        return add(style, cut).add(" ".repeat(width - cut.codePointCount(0, cut.length())));
    }

    /** Cut off at the end: nothing but what was added, without trailing blanks. */
    @Override
    public String toString() {
        return text.toString().stripTrailing();
    }
}
