import java.io.IOException;
import java.util.function.LongSupplier;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;

/** How much a JVM allocates in a cycle, from when this is made until the figure is asked for. */
final class Allocation implements AutoCloseable {
    private final JMXConnector connector;
    private final LongSupplier cycles;
    private final long costOfALook;
    private final long bytesBefore;
    private final long cyclesBefore;

    /**
     * @param cycles how many there were so far
     */
    Allocation(Jvm jvm, LongSupplier cycles) throws Exception {
        this.connector = jvm.managed();
        this.cycles = cycles;
        bytes();
        long first = bytes();
        this.bytesBefore = bytes();
        this.costOfALook = bytesBefore - first;
        this.cyclesBefore = cycles.getAsLong();
    }

    /** What a look itself costs is taken off. */
    double kilobytesPerCycle() throws Exception {
        long cyclesBetween = cycles.getAsLong() - cyclesBefore;
        return (bytes() - bytesBefore - costOfALook) / 1024.0 / cyclesBetween;
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }

    /** By all threads that ever were. */
    private long bytes() throws Exception {
        MBeanServerConnection beans = connector.getMBeanServerConnection();
        return (long) beans.getAttribute(new ObjectName("java.lang:type=Threading"), "TotalThreadAllocatedBytes");
    }
}
