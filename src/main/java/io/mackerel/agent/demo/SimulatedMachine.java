package io.mackerel.agent.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** A small folder in the form of Linux's {@code /proc}, so that the demo measures the same on every system. */
final class SimulatedMachine {
    private static final int PROCESSORS = 2;
    private static final long PACKET_BYTES = 900;
    private static final long LOOPBACK_SHARE = 3;

    private static final String MEMORY = """
            MemTotal:        3926772 kB
            MemFree:         1493280 kB
            MemAvailable:    2874116 kB
            Buffers:           30212 kB
            Cached:          1402668 kB
            SwapCached:            0 kB
            Active:           921204 kB
            Inactive:        1188040 kB
            SwapTotal:             0 kB
            SwapFree:              0 kB
            """;

    private static final String INTERFACES = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            """;

    private final Path root;

    /** Writes what never changes. {@code root} must exist. */
    SimulatedMachine(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("net"));
        write("meminfo", MEMORY);
        write("cpuinfo", processors());
        write(Traffic.NONE);
    }

    /** What stands for {@code /proc}. */
    Path root() {
        return root;
    }

    /** Writes the interfaces' counters; a reader sees either the old or the new file, never a part. */
    void write(Traffic traffic) throws IOException {
        long local = traffic.sent() / LOOPBACK_SHARE;
        write(
                "net/dev",
                INTERFACES
                        + device("lo", local, local)
                        + device("eth1", traffic.received(), traffic.sent())
                        + device("fargate-bridge", traffic.received() / 50, traffic.received() / 60));
    }

    private void write(String file, String text) throws IOException {
        Path target = root.resolve(file);
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String processors() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < PROCESSORS; i++) {
            text.append(processor(i));
        }
        return text.toString();
    }

    private static String processor(int number) {
        return """
                processor\t: %s
                vendor_id\t: GenuineIntel
                cpu family\t: 6
                model\t\t: 85
                model name\t: Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz
                stepping\t: 7
                microcode\t: 0x5003605
                cpu MHz\t\t: 2499.998
                cache size\t: 36608 KB
                physical id\t: 0
                siblings\t: 2
                core id\t\t: %s
                cpu cores\t: 2
                apicid\t\t: %s
                initial apicid\t: %s
                fpu\t\t: yes
                fpu_exception\t: yes
                cpuid level\t: 13
                wp\t\t: yes
                flags\t\t: fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat sse sse2 ht syscall nx lm
                bogomips\t: 4999.99
                clflush size\t: 64
                cache_alignment\t: 64
                address sizes\t: 46 bits physical, 48 bits virtual
                power management:

                """.formatted(number, number, number, number);
    }

    private static String device(String name, long received, long sent) {
        return String.format(
                Locale.ROOT,
                "%6s: %7d %7d    0    0    0     0          0         0 %8d %7d    0    0    0     0       0          0\n",
                name,
                received,
                received / PACKET_BYTES,
                sent,
                sent / PACKET_BYTES);
    }
}
