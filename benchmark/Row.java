import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;

/**
 * A figure of each column.
 *
 * @param unit empty for a mere number
 * @param ofTask what the project allows itself in a task of Amazon ECS; empty when nothing was decided
 * @param ofPod likewise in a pod of Kubernetes, on a node of 1, 110 and 500 pods where they differ
 */
record Row(String name, String unit, String ofTask, String ofPod, BiFunction<Measured, Column, Double> figure) {
    static final List<Row> ALL = List.of(
            starts("start to POST /hosts, median", "1.0", "1.0", each -> middle(each.registered)),
            starts(
                    "  fastest",
                    "",
                    "",
                    each -> sorted(each.registered).getFirst().toNanos() / 1e9),
            starts(
                    "  slowest",
                    "",
                    "",
                    each -> sorted(each.registered).getLast().toNanos() / 1e9),
            starts("start to first values, median", "10", "10", each -> middle(each.firstValues)),
            starts("start to first CPU usage, once", "", "", each -> each.firstCpuUsage.toNanos() / 1e9),
            starts("SIGTERM to end, median", "", "", each -> middle(each.end)),
            steady("CPU per cycle", "ms", "3", "4/9/15", Steady::cpuMillisPerCycle),
            steady("  program", "ms", "", "", each -> each.cpuMillisPerCycle(CpuTime.Share.PROGRAM)),
            steady("  compiling", "ms", "", "", each -> each.cpuMillisPerCycle(CpuTime.Share.COMPILING)),
            steady("  garbage collection", "ms", "", "", each -> each.cpuMillisPerCycle(CpuTime.Share.COLLECTING)),
            new Row(
                    "CPU per second between cycles",
                    "ms",
                    "",
                    "",
                    (measured, column) -> measured.idle().get(column).cpuMillisPerSecond()),
            steady("allocation per cycle", "kB", "", "", each -> each.allocatedPerCycle),
            steady("RSS", "MiB", "96", "96", each -> each.rssKilobytes / 1024),
            steady("  peak", "MiB", "", "", each -> each.peakRssKilobytes / 1024),
            steady("heap after garbage collection", "MiB", "", "", each -> each.heapKilobytes / 1024),
            steady("threads", "", "", "", each -> each.threads),
            steady("classes loaded", "", "", "", each -> each.classes),
            steady("(cycles measured)", "", "", "", each -> each.cycles));

    String title() {
        return unit.isEmpty() ? name : name + ", " + unit;
    }

    private static Row starts(String name, String ofTask, String ofPod, ToDoubleFunction<Starts> figure) {
        return new Row(
                name,
                "s",
                ofTask,
                ofPod,
                (measured, column) -> figure.applyAsDouble(measured.starts().get(column)));
    }

    private static Row steady(String name, String unit, String ofTask, String ofPod, ToDoubleFunction<Steady> figure) {
        return new Row(
                name,
                unit,
                ofTask,
                ofPod,
                (measured, column) -> figure.applyAsDouble(measured.steady().get(column)));
    }

    private static List<Duration> sorted(List<Duration> durations) {
        return durations.stream().sorted().toList();
    }

    private static double middle(List<Duration> durations) {
        return sorted(durations).get(durations.size() / 2).toNanos() / 1e9;
    }
}
