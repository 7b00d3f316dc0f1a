import java.util.List;
import java.util.Locale;

/** The tables, and what they were measured with. */
record Report(Options options, List<Table> tables, Measured measured) {
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s, %d starts, steady run of %d s with 1 s cycles after %d s%n",
                options.isKubernetes() ? "1 pod of 3 containers" : options.containers() + " containers",
                options.starts(),
                options.steadySeconds(),
                options.warmUpSeconds()));
        tables.forEach(table -> text.append('\n').append(table.text(measured)));
        return text.toString();
    }
}
