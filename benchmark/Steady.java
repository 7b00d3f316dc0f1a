import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What was measured of one variant in its steady run; a figure that only a JVM has is NaN for others. */
final class Steady {
    private static final Duration ALLOCATING = Duration.ofSeconds(10);

    final CpuTime cpu;
    long cycles;
    double seconds;
    double rssKilobytes;
    double peakRssKilobytes;
    double threads;
    double classes = Double.NaN;
    double heapKilobytes = Double.NaN;
    double allocatedPerCycle = Double.NaN;

    private final Agent agent;
    private final long cyclesBefore;
    private final long startedAt = System.nanoTime();

    Steady(Agent agent) {
        this.agent = agent;
        this.cyclesBefore = agent.cycles();
        this.cpu = new CpuTime(agent.process().pid());
    }

    double cpuMillisPerCycle() {
        return cpu.nanos() / 1e6 / cycles;
    }

    double cpuMillisPerSecond() {
        return cpu.nanos() / 1e6 / seconds;
    }

    double cpuMillisPerCycle(CpuTime.Share share) {
        return cpu.nanos(share) / 1e6 / cycles;
    }

    void readMemory() throws IOException {
        cycles = agent.cycles() - cyclesBefore;
        seconds = (System.nanoTime() - startedAt) / 1e9;
        rssKilobytes = status("VmRSS");
        peakRssKilobytes = status("VmHWM");
        threads = status("Threads");
    }

    void readJvm() throws Exception {
        if (!agent.variant().isJvm()) {
            return;
        }
        Jvm jvm = new Jvm(agent.process().pid());
        classes = jvm.loadedClasses();
        heapKilobytes = jvm.heapKilobytesInUse();
        try (Jvm.Allocation allocation = jvm.allocation()) {
            allocatedPerCycle = allocatedPerCycle(allocation);
        }
    }

    /** What a look itself costs is taken off. */
    private double allocatedPerCycle(Jvm.Allocation allocation) throws Exception {
        allocation.bytes();
        long first = allocation.bytes();
        long before = allocation.bytes();
        long cyclesBefore = agent.cycles();
        Thread.sleep(ALLOCATING);
        long cycles = agent.cycles() - cyclesBefore;
        long after = allocation.bytes();
        return (after - before - (before - first)) / 1024.0 / cycles;
    }

    private double status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", "" + agent.process().pid(), "status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToDouble(line -> Double.parseDouble(line.split("\\s+")[1]))
                .findFirst()
                .orElse(Double.NaN);
    }
}
