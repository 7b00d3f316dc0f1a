import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Asks the JVM of another process. */
record Jvm(long pid) {
    /** Reads the JVM's shared counters; the JVM does not notice. */
    long loadedClasses() throws IOException {
        return Math.round(column(List.of("jstat", "-class", "" + pid), "Loaded"));
    }

    /** Collects garbage first. */
    double heapKilobytesInUse() throws IOException {
        output(List.of("jcmd", "" + pid, "GC.run"));
        List<String> gc = List.of("jstat", "-gc", "" + pid);
        return column(gc, "S0U") + column(gc, "S1U") + column(gc, "EU") + column(gc, "OU");
    }

    /** A look at the bytes allocated so far, by all threads that ever were. Loads the management agent into the JVM. */
    Allocation allocation() throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            return new Allocation(JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
        } finally {
            machine.detach();
        }
    }

    record Allocation(JMXConnector connector) implements AutoCloseable {
        long bytes() throws Exception {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            return (long) beans.getAttribute(new ObjectName("java.lang:type=Threading"), "TotalThreadAllocatedBytes");
        }

        @Override
        public void close() throws IOException {
            connector.close();
        }
    }

    private static double column(List<String> command, String name) throws IOException {
        List<String> lines = output(command);
        List<String> names = Arrays.asList(lines.getFirst().strip().split("\\s+"));
        String value = lines.getLast().strip().split("\\s+")[names.indexOf(name)];
        return value.equals("-") ? 0 : Double.parseDouble(value);
    }

    private static List<String> output(List<String> command) throws IOException {
        String program = Path.of(System.getProperty("java.home"), "bin", command.getFirst())
                .toString();
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
        builder.command().set(0, program);
        try (BufferedReader output = builder.redirectErrorStream(true).start().inputReader()) {
            return output.lines().toList();
        }
    }
}
