package io.mackerel.agent.cli;

import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Leads the log to where it does not disturb what is painted on the terminal; closing leads it back. */
final class LogTap implements AutoCloseable {
    private static final Formatter LEVEL_AND_MESSAGE = new PatternFormatter("%-5p %s");

    private final Logger root = Logger.getLogger("");
    private final List<Handler> usual = List.of(root.getHandlers());
    private final Handler tap;

    LogTap(Consumer<String> lines) {
        tap = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (isLoggable(entry)) {
                    lines.accept(LEVEL_AND_MESSAGE.format(entry));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        tap.setLevel(Level.ALL);
        root.addHandler(tap);
        usual.forEach(root::removeHandler);
    }

    @Override
    public void close() {
        usual.forEach(root::addHandler);
        root.removeHandler(tap);
    }
}
