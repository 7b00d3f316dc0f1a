package io.mackerel.agent.cli;

import io.mackerel.agent.doctor.Finding;
import io.mackerel.agent.doctor.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays findings out for a person: columns, at most {@value #WIDTH} wide where words allow. Pure. */
final class FindingLines {
    static final int WIDTH = 100;

    private static final String COLUMNS = "%-7s  %-13s  %s";
    private static final int TEXT = 24;
    private static final String INDENT = " ".repeat(TEXT);
    private static final String ADVICE = "do: ";

    private FindingLines() {}

    static List<String> of(Finding finding) {
        List<String> lines = new ArrayList<>();
        List<String> text = finding.text()
                .lines()
                .flatMap(line -> wrapped(line, "").stream())
                .toList();
        lines.add(String.format(Locale.ROOT, COLUMNS, finding.outcome(), finding.subject(), text.getFirst()));
        text.stream().skip(1).forEach(line -> lines.add(INDENT + line));
        if (finding.advice() != null) {
            addAdvice(finding.advice(), lines);
        }
        return lines;
    }

    /** What follows the first line is to be copied, and stands as it is. */
    private static void addAdvice(String advice, List<String> lines) {
        List<String> all = advice.lines().toList();
        wrapped(ADVICE + all.getFirst(), " ".repeat(ADVICE.length())).forEach(line -> lines.add(INDENT + line));
        lines.addAll(all.subList(1, all.size()));
    }

    /** How it all ends. */
    static String summary(Outcome worst) {
        return switch (worst) {
            case OK -> "All is well.";
            case NOTE -> "Nothing stands in the agent's way; see each NOTE above.";
            case PROBLEM -> "The agent can run, but see each PROBLEM above.";
            case FATAL -> "The agent cannot do its work: see each FATAL above.";
        };
    }

    /**
     * @param indent of all lines but the first
     */
    private static List<String> wrapped(String text, String indent) {
        List<String> lines = new ArrayList<>();
        String rest = text.stripTrailing();
        while (rest.length() > WIDTH - TEXT) {
            int end = rest.lastIndexOf(' ', WIDTH - TEXT);
            if (rest.substring(0, Math.max(end, 0)).isBlank()) {
                end = rest.indexOf(' ', WIDTH - TEXT);
            }
            if (end < 0) {
                break;
            }
            lines.add(rest.substring(0, end).stripTrailing());
            rest = indent + rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }
}
