package io.mackerel.agent.demo;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The live table as text: a pure function of what there is to show. */
final class TableRendering {
    private static final String GAP = "  ";
    private static final List<String> WAITING =
            List.of("waiting for a second sample", "awaiting 2nd sample", "waiting");
    private static final int LABEL = 8;
    private static final int EVENT_LINES = 5;
    private static final double LEAST_SCALE = 0.1;

    private final Terminal terminal;
    private final DemoView view;
    private final Columns columns;

    private TableRendering(DemoView view, Terminal terminal) {
        this.terminal = terminal;
        this.view = view;
        this.columns = Columns.of(terminal.columns(), view.containers());
    }

    /**
     * Lines, each ended by a newline, none wider than the terminal, and a row left below them. What is too high for the
     * terminal goes in this order: the oldest events, the blank lines, the lowest lines.
     */
    static String of(DemoView view, Terminal terminal) {
        TableRendering rendering = new TableRendering(view, terminal);
        return rendering.page(terminal.size().rows() - 1, rendering.hint()).toString();
    }

    /** As it stays after the end: without a hint how to end, and with room for one more line below. */
    static String last(DemoView view, Terminal terminal) {
        return new TableRendering(view, terminal)
                .page(terminal.size().rows() - 2, List.of())
                .toString();
    }

    private Page page(int room, List<Line> hint) {
        Page withoutEvents = body(room).add(hint);
        return body(room).add(events(withoutEvents.left())).add(hint);
    }

    private List<Line> hint() {
        return List.of(line().add(Style.DIM, " Ctrl-C ends the demo: the host is retired"));
    }

    private Page body(int room) {
        return new Page(room).add(title()).add(host()).add(containers()).add(interfaces());
    }

    private List<Line> title() {
        return List.of(line().add(Style.BOLD, " mackerel-container-agent demo")
                .add(Style.DIM, GAP + "simulated task, real agent, local Mackerel"));
    }

    private List<Line> host() {
        Line host = label("Host");
        host(host, view.host());
        Line received = label("Values").add(view.valuesReceived() + " received");
        if (view.lastPost() != null) {
            received.add(", the last at " + terminal.timeOfDay(view.lastPost()));
        }
        return List.of(host, received);
    }

    private void host(Line line, @Nullable HostLine host) {
        if (host == null) {
            line.add(Style.DIM, "not registered yet");
            return;
        }
        String status = host.retired() ? "retired" : host.status();
        line.add(Style.BOLD, host.id())
                .add(GAP)
                .add(status.equals("working") ? Style.GREEN : Style.YELLOW, status)
                .add(GAP)
                .add(Style.DIM, host.name());
    }

    private List<Line> containers() {
        if (view.containers().isEmpty()) {
            return List.of(line().add(Style.DIM, " Waiting for the first values."));
        }
        List<Line> lines = new ArrayList<>(List.of(titles()));
        view.containers().forEach(row -> lines.add(container(row)));
        return lines;
    }

    private Line titles() {
        Line titles = line().add(" ")
                .left(Style.DIM, "NAME", columns.name())
                .add(GAP)
                .left(Style.DIM, "CPU", columns.cpuWidth())
                .add(GAP)
                .left(Style.DIM, "MEMORY", columns.memoryWidth());
        return columns.sparkline() == 0
                ? titles
                : titles.add(GAP).add(Style.DIM, terminal.glyphs().cut("CPU, LAST ROUNDS", columns.sparkline()));
    }

    private Line container(ContainerRow row) {
        Line line = line().add(" ").left(Style.BOLD, row.name(), columns.name()).add(GAP);
        cpu(line, row);
        line.add(GAP);
        bar(line, row.memoryShare());
        line.add(right(Quantity.mebibytes(row.memoryUsage()), columns.memory()) + " of "
                + right(Quantity.mebibytes(row.memoryLimit()), columns.memory()) + " MiB");
        return columns.sparkline() == 0 ? line : line.add(GAP).add(sparkline(row));
    }

    private void cpu(Line line, ContainerRow row) {
        if (Double.isNaN(row.cpuUsage())) {
            line.left(Style.DIM, waiting(columns.cpuWidth()), columns.cpuWidth());
            return;
        }
        bar(line, row.cpuShare());
        line.add(right(Quantity.percent(row.cpuUsage()), columns.cpu()) + " % of "
                + right(Quantity.percent(row.cpuLimit()), columns.cpu()) + " %");
    }

    /** Use is a difference of two samples. */
    private static String waiting(int width) {
        return WAITING.stream()
                .filter(text -> text.length() <= width)
                .findFirst()
                .orElse("");
    }

    private void bar(Line line, double share) {
        if (columns.bar() == 0) {
            return;
        }
        int cells = cells(share);
        line.add(Style.forUse(share), terminal.glyphs().full(cells))
                .add(Style.DIM, terminal.glyphs().empty(columns.bar() - cells))
                .add(" ");
    }

    /** Only what is wholly used fills the bar, and only what is not used at all leaves it empty. */
    private int cells(double share) {
        if (!(share > 0)) {
            return 0;
        }
        return share >= 1 ? columns.bar() : Math.clamp(Math.round(share * columns.bar()), 1, columns.bar() - 1);
    }

    /** The container's own greatest use, at least a tenth of the limit, is the full height. */
    private String sparkline(ContainerRow row) {
        List<Double> history = row.cpuHistory();
        List<Double> shown = history.subList(Math.max(0, history.size() - columns.sparkline()), history.size());
        double top = shown.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .reduce(row.cpuLimit() * LEAST_SCALE, Math::max);
        StringBuilder marks = new StringBuilder();
        shown.forEach(value -> marks.append(terminal.glyphs().mark(value / top)));
        return marks.toString();
    }

    private List<Line> interfaces() {
        return view.interfaces().stream()
                .map(row -> line().add(" ")
                        .left(Style.BOLD, row.name(), columns.name())
                        .add(GAP)
                        .add(Style.DIM, "rx ")
                        .add(right(Quantity.bytesPerSecond(row.received()), 10))
                        .add(GAP)
                        .add(Style.DIM, "tx ")
                        .add(right(Quantity.bytesPerSecond(row.sent()), 10)))
                .toList();
    }

    /** The latest, below a title, in so many lines; nothing where there is no room for one. */
    private List<Line> events(int room) {
        int shown = Math.min(room - 1, Math.min(EVENT_LINES, view.events().size()));
        if (shown < 1) {
            return List.of();
        }
        List<Line> lines = new ArrayList<>(List.of(line().add(Style.DIM, " RECENT EVENTS")));
        view.events().stream().skip(view.events().size() - shown).forEach(event -> lines.add(line().add(" " + event)));
        return lines;
    }

    private Line label(String text) {
        return line().add(" ").left(Style.DIM, text, LABEL);
    }

    private Line line() {
        return new Line(terminal);
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
