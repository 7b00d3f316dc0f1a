package io.mackerel.agent.demo;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trouble that a test orders from the stand-in. Thread-safe. A refusal of everything outranks the rest. */
public final class Faults {
    private static final class Order {
        private final String pathPrefix;
        private final Fault fault;
        private int left;

        Order(String pathPrefix, Fault fault, int count) {
            this.pathPrefix = pathPrefix;
            this.fault = fault;
            this.left = count;
        }
    }

    private final List<Order> orders = new ArrayList<>();
    private @Nullable Fault always;

    /** The next {@code count} requests whose path starts so are answered with {@code status} and change nothing. */
    public void failNext(String pathPrefix, int status, int count) {
        order(pathPrefix, new Fault.Status(status, 0), count);
    }

    /** As {@link #failNext(String, int, int)}, with a Retry-After header of so many seconds. */
    public void failNext(String pathPrefix, int status, int count, long retryAfterSeconds) {
        order(pathPrefix, new Fault.Status(status, retryAfterSeconds), count);
    }

    /** The next {@code count} requests whose path starts so lose their connection. */
    public void cutNext(String pathPrefix, int count) {
        order(pathPrefix, new Fault.Cut(), count);
    }

    /** The next {@code count} requests whose path starts so never get an answer. */
    public void ignoreNext(String pathPrefix, int count) {
        order(pathPrefix, new Fault.Silence(), count);
    }

    /** Every request is answered with {@code status}, until {@link #recover()}. */
    public synchronized void refuseAll(int status) {
        always = new Fault.Status(status, 0);
    }

    /** Forgets every order. */
    public synchronized void recover() {
        always = null;
        orders.clear();
    }

    private synchronized void order(String pathPrefix, Fault fault, int count) {
        orders.add(new Order(pathPrefix, fault, count));
    }

    /** The fault for this request, used up by it; null when there is none. */
    synchronized @Nullable Fault next(String path) {
        if (always != null) {
            return always;
        }
        for (Iterator<Order> all = orders.iterator(); all.hasNext(); ) {
            Order order = all.next();
            if (path.startsWith(order.pathPrefix)) {
                order.left--;
                if (order.left <= 0) {
                    all.remove();
                }
                return order.fault;
            }
        }
        return null;
    }
}
