package io.mackerel.agent;

import java.time.Duration;
import java.util.List;

/** All that is posted of a host: metric values and reports of checks, each at its own pace. */
final class Deliveries {
    private final List<DeliveryLoop<?>> loops;

    Deliveries(List<DeliveryLoop<?>> loops) {
        this.loops = List.copyOf(loops);
    }

    void start() {
        loops.forEach(DeliveryLoop::start);
    }

    void whenHostIsGone(Runnable reaction) {
        loops.forEach(loop -> loop.whenHostIsGone(reaction));
    }

    void wake() {
        loops.forEach(DeliveryLoop::wake);
    }

    /** Flushes all at the same time, so that one that hangs takes no time from the others. */
    void flush(Duration longest) throws InterruptedException {
        List<Thread> flushes = loops.stream()
                .map(loop -> Thread.ofVirtual().name("flush").start(() -> loop.flush(longest)))
                .toList();
        for (Thread flush : flushes) {
            flush.join();
        }
    }

    /** How many values and reports are still to be posted. */
    int pending() {
        return loops.stream().mapToInt(DeliveryLoop::pending).sum();
    }
}
