package io.mackerel.agent.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last few of what came, oldest first. Thread-safe. */
final class Recent<T> {
    private final int most;
    private final Deque<T> items = new ArrayDeque<>();

    Recent(int most) {
        this.most = most;
    }

    synchronized void add(T item) {
        items.addLast(item);
        if (items.size() > most) {
            items.removeFirst();
        }
    }

    synchronized List<T> list() {
        return List.copyOf(items);
    }
}
