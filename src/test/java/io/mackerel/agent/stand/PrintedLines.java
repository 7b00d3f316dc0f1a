package io.mackerel.agent.stand;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The last {@value #LINES} lines that the agent printed, for threads that wait for more. */
final class PrintedLines {
    static final int LINES = 5_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition printed = lock.newCondition();
    private final Deque<String> lines = new ArrayDeque<>();
    private int openChannels;

    /** Lines may come until that many channels were read to their ends. */
    PrintedLines(int channels) {
        this.openChannels = channels;
    }

    /** Keeps all lines of this channel until it ends. */
    void read(BufferedReader channel) {
        try (channel) {
            for (var line = channel.readLine(); line != null; line = channel.readLine()) {
                keep(line);
            }
        } catch (IOException e) {
            keep("[its output broke off: " + e.getMessage() + "]");
        } finally {
            closeChannel();
        }
    }

    List<String> lines() {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    String text() {
        return String.join("\n", lines());
    }

    /** Waits for a line, printed or still to come, that contains the text, and returns the first such. */
    String await(String text, Duration atMost) {
        return await(line -> line.contains(text), "a line with \"" + text + "\"", atMost);
    }

    /** Waits for a line, printed or still to come, and returns the first that satisfies the condition. */
    String await(Predicate<String> condition, String description, Duration atMost) {
        lock.lock();
        try {
            var nanos = atMost.toNanos();
            while (lines.stream().noneMatch(condition)) {
                if (nanos <= 0 || openChannels == 0) {
                    throw failure("did not print " + description + " within " + atMost);
                }
                nanos = printed.awaitNanos(nanos);
            }
            return lines.stream().filter(condition).findFirst().orElseThrow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the agent", e);
        } finally {
            lock.unlock();
        }
    }

    /** Tells what was printed too. */
    AssertionError failure(String what) {
        return new AssertionError("the agent " + what + ", it printed:\n" + text());
    }

    private void keep(String line) {
        lock.lock();
        try {
            if (lines.size() == LINES) {
                lines.removeFirst();
            }
            lines.addLast(line);
            printed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void closeChannel() {
        lock.lock();
        try {
            openChannels--;
            printed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
