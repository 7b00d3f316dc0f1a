package io.mackerel.agent.demo;

/** How much a terminal shows, in characters; one too small to be of use counts as 20 columns, 5 rows. */
public record TerminalSize(int columns, int rows) {
    private static final int LEAST_COLUMNS = 20;
    private static final int LEAST_ROWS = 5;

    public TerminalSize {
        columns = Math.max(LEAST_COLUMNS, columns);
        rows = Math.max(LEAST_ROWS, rows);
    }
}
