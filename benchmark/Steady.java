import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What was measured of one variant in its steady run; a figure that only a JVM has is NaN for others. */
final class Steady {
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
    private final Optional<Jvm> jvm;
    private Allocation allocation;
    private final long cyclesBefore;
    private final long startedAt = System.nanoTime();

    Steady(Agent agent) {
        this.agent = agent;
        this.jvm = agent.column().variant().isJvm()
                ? Optional.of(new Jvm(agent.process().pid()))
                : Optional.empty();
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
        if (jvm.isEmpty()) {
            return;
        }
        classes = jvm.get().loadedClasses();
        heapKilobytes = jvm.get().heapKilobytesInUse();
    }

    /** Until {@link #endAllocating}. */
    void beginAllocating() throws Exception {
        if (jvm.isPresent()) {
            allocation = new Allocation(jvm.get(), agent::cycles);
        }
    }

    void endAllocating() throws Exception {
        if (allocation != null) {
            allocatedPerCycle = allocation.kilobytesPerCycle();
            allocation.close();
        }
    }

    private double status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", "" + agent.process().pid(), "status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToDouble(line -> Double.parseDouble(line.split("\\s+")[1]))
                .findFirst()
                .orElse(Double.NaN);
    }
}
