package io.mackerel.agent.plugin;

import io.mackerel.agent.metric.MetricName;
import io.mackerel.agent.metric.MetricValue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.StringTokenizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a metric plugin prints: lines of name, value and epoch. The epoch is not used. */
final class MetricOutput {
    static final int MOST_VALUES = 1_000;

    private static final Pattern NAME_CHARACTERS = Pattern.compile("[-a-zA-Z0-9_.]++");
    private static final int LONGEST_NAME = 1_000;
    private static final int FIELDS = 3;
    private static final String WHITE_SPACE = " \t\r\f\u000B";

    private final long epochSecond;
    private final Refusals refusals;
    private final List<MetricValue> values = new ArrayList<>();

    private MetricOutput(long epochSecond, Refusals refusals) {
        this.epochSecond = epochSecond;
        this.refusals = refusals;
    }

    /**
     * @param cut whether there was more output; the last line is not whole then
     * @param epochSecond of the values
     */
    static List<MetricValue> parse(String output, boolean cut, long epochSecond, Refusals refusals) {
        if (cut) {
            refusals.refuse("more than 1 MiB was printed, the rest is left out", "");
        }
        String whole = cut ? output.substring(0, output.lastIndexOf('\n') + 1) : output;
        MetricOutput metrics = new MetricOutput(epochSecond, refusals);
        metrics.takeLines(whole);
        return List.copyOf(metrics.values);
    }

    private void takeLines(String whole) {
        int begin = 0;
        while (begin < whole.length()) {
            int end = whole.indexOf('\n', begin);
            int lineEnd = end < 0 ? whole.length() : end;
            String line = whole.substring(begin, lineEnd);
            if (values.size() == MOST_VALUES && !isBlank(line)) {
                refusals.refuse("more than 1,000 values were printed, the rest is left out", "");
                return;
            }
            take(line);
            begin = lineEnd + 1;
        }
    }

    private static boolean isBlank(String line) {
        return !new StringTokenizer(line, WHITE_SPACE).hasMoreTokens();
    }

    private void take(String line) {
        StringTokenizer fields = new StringTokenizer(line, WHITE_SPACE);
        int count = fields.countTokens();
        if (count == 0) {
            return;
        }
        if (count != FIELDS) {
            refusals.refuse("a line is not name, value and epoch", line);
            return;
        }
        MetricName name = nameOrRefused(fields.nextToken(), line);
        OptionalDouble value = name == null ? OptionalDouble.empty() : valueOrRefused(fields.nextToken(), line);
        if (name != null && value.isPresent()) {
            values.add(new MetricValue(name, epochSecond, value.getAsDouble()));
        }
    }

    private @Nullable MetricName nameOrRefused(String name, String line) {
        if (!NAME_CHARACTERS.matcher(name).matches() || name.length() > LONGEST_NAME) {
            refusals.refuse("a name is not of letters, digits, '-', '_' and '.'", line);
            return null;
        }
        try {
            return MetricName.custom(name);
        } catch (IllegalArgumentException e) {
            refusals.refuse("a name has a dot too many", line);
            return null;
        }
    }

    private OptionalDouble valueOrRefused(String value, String line) {
        OptionalDouble number = DecimalNumber.parse(value);
        if (number.isEmpty()) {
            refusals.refuse("a value is not a finite decimal number", line);
        }
        return number;
    }
}
