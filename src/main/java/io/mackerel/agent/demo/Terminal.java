package io.mackerel.agent.demo;

import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * What the output can show.
 *
 * @param live whether a table can be repainted in place; plain lines otherwise
 * @param columns the width that is never exceeded
 * @param zone for the times of day
 */
public record Terminal(boolean live, boolean colours, int columns, Glyphs glyphs, ZoneId zone) {
    private static final int USUAL_COLUMNS = 80;
    private static final int LEAST_COLUMNS = 20;
    private static final DateTimeFormatter TIME_OF_DAY = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    public Terminal {
        columns = Math.max(LEAST_COLUMNS, columns);
    }

    /**
     * From {@code TERM} ({@code dumb} means plain lines), {@code NO_COLOR} and {@code COLUMNS}.
     *
     * @param interactive whether the output is a terminal at all
     * @param charset the output's
     */
    public static Terminal of(Map<String, String> environment, boolean interactive, Charset charset, ZoneId zone) {
        boolean live = interactive && !environment.getOrDefault("TERM", "").equals("dumb");
        boolean colours = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(live, colours, columns(environment.getOrDefault("COLUMNS", "")), Glyphs.of(charset), zone);
    }

    String timeOfDay(Instant instant) {
        return TIME_OF_DAY.format(instant.atZone(zone));
    }

    private static int columns(String text) {
        return text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : USUAL_COLUMNS;
    }
}
