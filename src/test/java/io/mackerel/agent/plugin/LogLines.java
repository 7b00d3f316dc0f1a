package io.mackerel.agent.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** What is logged in a category while this is open. */
final class LogLines extends Handler implements AutoCloseable {
    private final List<String> lines = new ArrayList<>();
    private final Logger category;

    LogLines(String category) {
        this.category = Logger.getLogger(category);
        this.category.setLevel(Level.ALL);
        this.category.addHandler(this);
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public synchronized void publish(LogRecord line) {
        lines.add(new PatternFormatter("%s").format(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        category.removeHandler(this);
    }
}
