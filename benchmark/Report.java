import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The table: one column for each variant, and the budget. */
record Report(Options options, Map<Variant, Starts> starts, Map<Variant, Steady> steady, Map<Variant, Steady> idle) {
    private static final int NAME = 40;
    private static final int COLUMN = 12;

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        legend(text);
        heading(text);
        ofStarts(text, "start to POST /hosts, median", "s", "1.0", each -> middle(each.registered));
        ofStarts(
                text,
                "  fastest",
                "s",
                "",
                each -> seconds(each.registered.stream().min(Duration::compareTo)));
        ofStarts(
                text,
                "  slowest",
                "s",
                "",
                each -> seconds(each.registered.stream().max(Duration::compareTo)));
        ofStarts(text, "start to first values, median", "s", "10", each -> middle(each.firstValues));
        ofStarts(text, "start to first CPU usage, once", "s", "", each -> each.firstCpuUsage.toNanos() / 1e9);
        ofStarts(text, "SIGTERM to end, median", "s", "", each -> middle(each.end));
        ofSteady(text, "CPU per cycle", "ms", "3", Steady::cpuMillisPerCycle);
        ofSteady(text, "  program", "ms", "", each -> each.cpuMillisPerCycle(CpuTime.Share.PROGRAM));
        ofSteady(text, "  compiling", "ms", "", each -> each.cpuMillisPerCycle(CpuTime.Share.COMPILING));
        ofSteady(text, "  garbage collection", "ms", "", each -> each.cpuMillisPerCycle(CpuTime.Share.COLLECTING));
        ofIdle(text, "CPU per second between cycles", "ms", "", Steady::cpuMillisPerSecond);
        ofSteady(text, "allocation per cycle", "kB", "", each -> each.allocatedPerCycle);
        ofSteady(text, "RSS", "MiB", "96", each -> each.rssKilobytes / 1024);
        ofSteady(text, "  peak", "MiB", "", each -> each.peakRssKilobytes / 1024);
        ofSteady(text, "heap after garbage collection", "MiB", "", each -> each.heapKilobytes / 1024);
        ofSteady(text, "threads", "", "", each -> each.threads);
        ofSteady(text, "classes loaded", "", "", each -> each.classes);
        ofSteady(text, "(cycles measured)", "", "", each -> each.cycles);
        return text.toString();
    }

    private void legend(StringBuilder text) {
        int number = 1;
        for (Variant variant : options.variants()) {
            text.append(String.format(Locale.ROOT, "#%d: %s%n", number++, variant.description()));
        }
        text.append(String.format(
                Locale.ROOT,
                "%d containers, %d starts, steady run of %d s with 1 s cycles after %d s%n%n",
                options.containers(),
                options.starts(),
                options.steadySeconds(),
                options.warmUpSeconds()));
    }

    private void heading(StringBuilder text) {
        text.append(" ".repeat(NAME));
        for (int number = 1; number <= options.variants().size(); number++) {
            text.append(right("#" + number));
        }
        text.append(right("budget")).append('\n');
    }

    private void ofStarts(
            StringBuilder text, String name, String unit, String budget, ToDoubleFunction<Starts> figure) {
        row(
                text,
                name,
                unit,
                budget,
                options.variants().stream().map(starts::get).toList(),
                figure);
    }

    private void ofSteady(
            StringBuilder text, String name, String unit, String budget, ToDoubleFunction<Steady> figure) {
        row(
                text,
                name,
                unit,
                budget,
                options.variants().stream().map(steady::get).toList(),
                figure);
    }

    private void ofIdle(StringBuilder text, String name, String unit, String budget, ToDoubleFunction<Steady> figure) {
        row(text, name, unit, budget, options.variants().stream().map(idle::get).toList(), figure);
    }

    private static <T> void row(
            StringBuilder text, String name, String unit, String budget, List<T> columns, ToDoubleFunction<T> figure) {
        String title = unit.isEmpty() ? name : name + ", " + unit;
        text.append(title).append(" ".repeat(NAME - title.length()));
        columns.forEach(each -> text.append(right(number(figure.applyAsDouble(each)))));
        text.append(right(budget)).append('\n');
    }

    private static double middle(List<Duration> durations) {
        List<Duration> sorted = durations.stream().sorted().toList();
        return sorted.get(sorted.size() / 2).toNanos() / 1e9;
    }

    private static double seconds(Optional<Duration> duration) {
        return duration.orElseThrow().toNanos() / 1e9;
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }

    private static String right(String text) {
        return " ".repeat(Math.max(1, COLUMN - text.length())) + text;
    }
}
