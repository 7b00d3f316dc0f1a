package io.mackerel.agent.machine;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of {@code /proc/meminfo}. */
final class ProcMeminfo {
    private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s+([1-9]\\d{0,14}) kB\\s*");

    private ProcMeminfo() {}

    /** The machine's memory in bytes. */
    static OptionalLong total(List<String> lines) {
        return lines.stream()
                .map(TOTAL::matcher)
                .filter(Matcher::matches)
                .mapToLong(total -> Long.parseLong(total.group(1)) * 1024)
                .findFirst();
    }
}
