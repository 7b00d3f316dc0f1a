package io.mackerel.agent.demo;

/** How a piece of text looks on a terminal with colours. */
enum Style {
    PLAIN(""),
    BOLD("1"),
    DIM("2"),
    GREEN("32"),
    YELLOW("33"),
    RED("31");

    private static final double BUSY = 0.7;
    private static final double FULL = 0.9;
    private static final String ESCAPE = "\u001b[";

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** Green, yellow from 70 % on, red from 90 %. */
    static Style forUse(double share) {
        if (share >= FULL) {
            return RED;
        }
        return share >= BUSY ? YELLOW : GREEN;
    }

    String paint(String text) {
        return code.isEmpty() || text.isBlank() ? text : ESCAPE + code + "m" + text + ESCAPE + "0m";
    }
}
