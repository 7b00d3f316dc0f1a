package io.mackerel.agent.demo;

import java.util.ArrayList;
import java.util.List;

/**
 * What runs in one simulated container, and how it behaves.
 *
 * @param memoryLimitMib the container's own limit; 0 means that only the task's holds
 */
record Workload(String name, String image, int memoryLimitMib, CpuCurve cpu, MemoryCurve memory) {
    private static final List<Workload> KINDS = List.of(
            new Workload(
                    "web",
                    "shop/web:2.14.0",
                    512,
                    new CpuCurve(0.36, 0.20, 70, 0, 0.28, 0.02, 8, 0.03),
                    new MemoryCurve(172, 60, 0, 24)),
            new Workload(
                    "worker",
                    "shop/worker:2.14.0",
                    256,
                    new CpuCurve(0.10, 0.04, 45, 2, 0.24, 0.06, 6, 0.015),
                    new MemoryCurve(74, 20, 1.4, 8)),
            new Workload(
                    "redis",
                    "redis:7.4",
                    0,
                    new CpuCurve(0.045, 0.02, 70, 0.4, 0.06, 0.01, 4, 0.005),
                    new MemoryCurve(46, 120, 0, 6)));

    /** As many workloads: the three kinds again and again, all names different. */
    static List<Workload> many(int count) {
        List<Workload> workloads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Workload kind = KINDS.get(i % KINDS.size());
            int copy = i / KINDS.size() + 1;
            workloads.add(copy == 1 ? kind : kind.named(kind.name() + "-" + copy));
        }
        return List.copyOf(workloads);
    }

    private Workload named(String other) {
        return new Workload(other, image, memoryLimitMib, cpu, memory);
    }
}
