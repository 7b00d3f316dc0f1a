package io.mackerel.agent;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Jobs that run when told to. */
final class HandJobs implements Jobs {
    final Map<String, Job> jobs = new LinkedHashMap<>();

    record Job(Duration first, Duration interval, Runnable work) {}

    void run(String name) {
        jobs.get(name).work().run();
    }

    @Override
    public void every(String name, Duration first, Duration interval, Runnable work) {
        jobs.put(name, new Job(first, interval, work));
    }

    @Override
    public void cancel(String name) {
        jobs.remove(name);
    }

    @Override
    public void cancelAll() {
        jobs.clear();
    }
}
