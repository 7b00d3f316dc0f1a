import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Some of the columns, side by side.
 *
 * @param legend what is to be known of them
 * @param isOfPods whether they go from few pods to many: then the last is also compared with the first
 */
record Table(List<String> legend, List<Column> columns, boolean isOfPods) {
    private static final int NAME = 36;
    private static final int CELL = 10;

    /** One for all ways to run the agent in a task. */
    static Table ofTask(List<Variant> variants, Workload.Source task) {
        List<String> legend = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (Variant variant : variants) {
            String number = "#" + (columns.size() + 1);
            legend.add(number + ": " + variant.description());
            columns.add(new Column(variant, number, task));
        }
        return new Table(legend, columns, false);
    }

    /** One for each way to run the agent in a pod. */
    static Table ofPods(Variant variant, List<Integer> pods, Cluster cluster) {
        List<Column> columns = pods.stream()
                .map(each -> new Column(variant, each == 1 ? "1 pod" : each + " pods", () -> Node.of(cluster, each)))
                .toList();
        return new Table(List.of(variant.description()), columns, true);
    }

    String text(Measured measured) {
        StringBuilder text = new StringBuilder();
        legend.forEach(line -> text.append(line).append('\n'));
        List<String> headings = new ArrayList<>();
        columns.forEach(column -> headings.add(column.heading()));
        if (isOfPods) {
            headings.add("last:first");
        }
        headings.add("budget");
        line(text, "", headings);
        for (Row row : Row.ALL) {
            line(text, row.title(), cells(row, measured));
        }
        return text.toString();
    }

    private List<String> cells(Row row, Measured measured) {
        List<Double> figures = columns.stream()
                .map(column -> row.figure().apply(measured, column))
                .toList();
        List<String> cells = new ArrayList<>();
        figures.forEach(each -> cells.add(number(each)));
        if (isOfPods) {
            cells.add(number(figures.getLast() / figures.getFirst()));
        }
        cells.add(isOfPods ? row.ofPod() : row.ofTask());
        return cells;
    }

    private static String number(double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }

    private static void line(StringBuilder text, String name, List<String> cells) {
        StringBuilder line = new StringBuilder(name).append(" ".repeat(Math.max(0, NAME - name.length())));
        cells.forEach(cell ->
                line.append(" ".repeat(Math.max(1, CELL - cell.length()))).append(cell));
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
