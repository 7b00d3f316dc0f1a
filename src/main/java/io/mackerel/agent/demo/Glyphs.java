package io.mackerel.agent.demo;

import java.nio.charset.Charset;

/** The characters that bars and sparklines are drawn with. */
enum Glyphs {
    BLOCKS("▇", "▁", "▁▂▃▄▅▆▇█", " ", "…"),
    ASCII("#", "-", "_.:-=+*#", " ", "~");

    private static final String SAMPLE = "▇▁█…";

    private final String full;
    private final String empty;
    private final String ramp;
    private final String gap;
    private final String cut;

    Glyphs(String full, String empty, String ramp, String gap, String cut) {
        this.full = full;
        this.empty = empty;
        this.ramp = ramp;
        this.gap = gap;
        this.cut = cut;
    }

    /** Those that an output of this charset can show. */
    static Glyphs of(Charset charset) {
        return charset.canEncode() && charset.newEncoder().canEncode(SAMPLE) ? BLOCKS : ASCII;
    }

    String full(int cells) {
        return full.repeat(cells);
    }

    String empty(int cells) {
        return empty.repeat(cells);
    }

    /** One cell: NaN is a gap, 0 the lowest mark, 1 and more the highest. */
    String mark(double share) {
        if (Double.isNaN(share)) {
            return gap;
        }
        int level = (int) Math.round(share * (ramp.length() - 1));
        return ramp.substring(Math.clamp(level, 0, ramp.length() - 1)).substring(0, 1);
    }

    /** At most so many characters, the last one a sign of the cut when there are more. */
    String cut(String text, int width) {
        if (text.codePointCount(0, text.length()) <= width) {
            return text;
        }
        return width < 1 ? "" : text.substring(0, text.offsetByCodePoints(0, width - 1)) + cut;
    }
}
