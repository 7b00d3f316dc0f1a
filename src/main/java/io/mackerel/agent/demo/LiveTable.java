package io.mackerel.agent.demo;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What a person sees of the demo: on a terminal a table that is repainted in place on the alternate screen, elsewhere
 * plain lines. Any thread may call it.
 */
public final class LiveTable {
    private static final int KEPT_EVENTS = 5;
    private static final int REPAINTS_PER_SIZE = 2;
    private static final Pattern ESCAPE_SEQUENCE = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final String OPEN = "\u001b[?1049h\u001b[?25l\u001b[?7l";
    private static final String CLOSE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String REST_OF_LINE = "\u001b[K";
    private static final String REST_OF_SCREEN = "\u001b[J";

    private final PrintStream out;
    private final Supplier<Optional<TerminalSize>> sizes;
    private final Runnable gone;
    private final Recent<String> events = new Recent<>(KEPT_EVENTS);
    private volatile Terminal terminal;
    private int repaints;
    private boolean open;
    private boolean closed;

    /**
     * @param sizes the terminal's size as it is now; asked only where there is a table, and may take a while. Where it
     *     is empty, the size that was known before counts
     * @param gone called when nobody reads the output any more, by the thread that printed, maybe more than once
     */
    public LiveTable(PrintStream out, Terminal terminal, Supplier<Optional<TerminalSize>> sizes, Runnable gone) {
        this.out = out;
        this.terminal = terminal;
        this.sizes = sizes;
        this.gone = gone;
    }

    /** Remembers the line for the table, or prints it; control characters do not get through. */
    void event(Instant time, String line) {
        String clean = terminal.timeOfDay(time) + " " + withoutControls(line);
        events.add(clean);
        print(clean);
    }

    /** Prints the values as lines, unless there is a table that will show them. */
    void values(List<ReceivedValue> values) {
        PlainLines.of(values, terminal).forEach(this::print);
    }

    List<String> events() {
        return events.list();
    }

    /** Repaints the table; the first call takes the terminal. Nothing where there are plain lines. */
    synchronized void repaint(DemoView view) {
        if (closed || !terminal.live()) {
            return;
        }
        if (repaints++ % REPAINTS_PER_SIZE == 0) {
            measure();
        }
        String start = open ? HOME : OPEN + HOME;
        open = true;
        // Erased before it is written: after a full line the cursor still stands on the last character.
        String table = TableRendering.of(view, terminal).replace("\n", "\n" + REST_OF_LINE);
        paint(start + REST_OF_LINE + table + REST_OF_SCREEN);
    }

    /** Gives the terminal back, leaves the last table there and prints one more line. Nothing is shown after it. */
    synchronized void close(DemoView last, String farewell) {
        if (open) {
            open = false;
            measure();
            paint(CLOSE + TableRendering.last(last, terminal));
        }
        closed = true;
        paint(farewell + System.lineSeparator());
    }

    private void measure() {
        sizes.get().ifPresent(size -> terminal = terminal.sized(size));
    }

    private synchronized void print(String line) {
        if (!closed && !terminal.live()) {
            paint(line + System.lineSeparator());
        }
    }

    private void paint(String text) {
        out.print(text);
        if (out.checkError()) {
            gone.run();
        }
    }

    private static String withoutControls(String line) {
        String text = ESCAPE_SEQUENCE.matcher(line).replaceAll("");
        return CONTROL.matcher(text).replaceAll(" ").strip();
    }
}
