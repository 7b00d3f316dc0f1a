package io.mackerel.agent.demo;

import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the output can show.
 *
 * @param live whether a table can be repainted in place; plain lines otherwise
 * @param size what the table never exceeds
 * @param zone for the times of day
 */
public record Terminal(boolean live, boolean colours, TerminalSize size, Glyphs glyphs, ZoneId zone) {
    private static final int USUAL_COLUMNS = 80;
    private static final int USUAL_ROWS = 24;
    private static final Set<String> INCAPABLE = Set.of("", "dumb");
    private static final DateTimeFormatter TIME_OF_DAY = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    /**
     * From {@code TERM} ({@code dumb} or none means plain lines), {@code NO_COLOR}, {@code COLUMNS} and {@code LINES}.
     *
     * @param interactive whether the output is a terminal at all
     * @param charset the output's
     */
    public static Terminal of(Map<String, String> environment, boolean interactive, Charset charset, ZoneId zone) {
        boolean live = interactive && !INCAPABLE.contains(environment.getOrDefault("TERM", ""));
        boolean colours = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
        TerminalSize size = new TerminalSize(
                number(environment.getOrDefault("COLUMNS", ""), USUAL_COLUMNS),
                number(environment.getOrDefault("LINES", ""), USUAL_ROWS));
        return new Terminal(live, colours, size, Glyphs.of(charset), zone);
    }

    Terminal sized(TerminalSize now) {
        return new Terminal(live, colours, now, glyphs, zone);
    }

    int columns() {
        return size.columns();
    }

    String timeOfDay(Instant instant) {
        return TIME_OF_DAY.format(instant.atZone(zone));
    }

    private static int number(String text, int otherwise) {
        return text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : otherwise;
    }
}
