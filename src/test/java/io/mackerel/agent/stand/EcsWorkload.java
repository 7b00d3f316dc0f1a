package io.mackerel.agent.stand;

import java.util.List;

/**
 * The containers of the test task. Each holds enough memory that the kernel's rounding does not matter, and file pages
 * that are in its cgroup's figure but not in use.
 */
final class EcsWorkload {
    static final String BUSY = "busy";
    static final String IDLE = "idle";
    static final String LIMITED = "limited";
    static final List<String> NAMES = List.of(BUSY, IDLE, LIMITED);
    static final long MEMORY_LIMIT = 128L * 1024 * 1024;

    private static final String ASK_THE_GATEWAY =
            "gateway=$(ip route | awk '/^default/ {print $3}'); [ -z \"$gateway\" ] || ping -q -s 1000 $gateway > /dev/null & ";

    private EcsWorkload() {}

    static List<Workload> on(String networkMode) {
        return List.of(
                new Workload(BUSY, holding(24) + "while :; do :; done", 0.5, 0, networkMode),
                new Workload(IDLE, holding(32) + "sleep 600", 0, 0, networkMode),
                new Workload(LIMITED, traffic(networkMode) + holding(48) + "sleep 600", 0, MEMORY_LIMIT, networkMode));
    }

    /** On a network of its own, a packet of 1 kB a second to Docker's bridge and back. */
    private static String traffic(String networkMode) {
        return networkMode.equals("bridge") ? ASK_THE_GATEWAY : "";
    }

    private static String holding(int mebibytes) {
        return fill("/dev/shm/held", mebibytes) + fill("/tmp/written-once", 16) + "echo " + Workload.READY + "; ";
    }

    private static String fill(String file, int mebibytes) {
        return "dd if=/dev/zero of=" + file + " bs=1M count=" + mebibytes + " 2> /dev/null; ";
    }
}
