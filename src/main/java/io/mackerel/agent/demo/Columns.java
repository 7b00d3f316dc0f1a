package io.mackerel.agent.demo;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * The widths of the container rows' columns. What does not fit goes in this order: long bars, long names, the sparkline,
 * the bars.
 *
 * @param cpu digits of the CPU numbers
 * @param memory digits of the memory numbers
 */
record Columns(int name, int bar, int sparkline, int cpu, int memory) {
    private static final int LEAST_NAME = 6;
    private static final int LONGEST_NAME = 24;
    private static final int SHORT_NAME = 10;
    private static final int GAP = 2;

    static Columns of(int width, List<ContainerRow> rows) {
        int longest = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        int name = Math.clamp(longest, LEAST_NAME, LONGEST_NAME);
        int cut = Math.min(name, SHORT_NAME);
        int cpu = digits(rows, ContainerRow::cpuLimit, ContainerRow::cpuUsage, 1);
        int memory = digits(rows, ContainerRow::memoryLimit, ContainerRow::memoryUsage, 1024 * 1024);
        return List.of(
                        new Columns(name, 12, 20, cpu, memory),
                        new Columns(name, 10, 20, cpu, memory),
                        new Columns(name, 8, 20, cpu, memory),
                        new Columns(name, 6, 20, cpu, memory),
                        new Columns(cut, 6, 20, cpu, memory),
                        new Columns(cut, 6, 10, cpu, memory),
                        new Columns(cut, 6, 0, cpu, memory),
                        new Columns(cut, 0, 0, cpu, memory))
                .stream()
                .filter(columns -> columns.total() <= width)
                .findFirst()
                .orElse(new Columns(LEAST_NAME, 0, 0, cpu, memory));
    }

    /** The columns of a bar and its text. */
    int cpuWidth() {
        return barWidth() + 2 * cpu + " % of  %".length();
    }

    int memoryWidth() {
        return barWidth() + 2 * memory + " of  MiB".length();
    }

    private int barWidth() {
        return bar == 0 ? 0 : bar + 1;
    }

    private int total() {
        int rest = sparkline == 0 ? 0 : GAP + sparkline;
        return 1 + name + GAP + cpuWidth() + GAP + memoryWidth() + rest;
    }

    private static int digits(
            List<ContainerRow> rows, ToDoubleFunction<ContainerRow> a, ToDoubleFunction<ContainerRow> b, int unit) {
        double most = rows.stream()
                .flatMapToDouble(row -> DoubleStream.of(a.applyAsDouble(row), b.applyAsDouble(row)))
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        return Math.max(3, Long.toString(Math.round(most / unit)).length());
    }
}
