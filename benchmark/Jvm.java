import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Asks the JVM of another process. */
record Jvm(long pid) {
    private static final int HEAP_LOOKS = 3;
    /** What {@code GC.heap_info} says of a generation, or of the whole heap where there are none. */
    private static final Pattern HEAP_PART =
            Pattern.compile("\\s*(?:garbage-first heap|DefNew|Tenured|PSYoungGen|ParOldGen)\\s.*\\bused (\\d+)K.*");

    /** Reads the JVM's shared counters; the JVM does not notice. */
    long loadedClasses() throws IOException {
        return Math.round(column(List.of("jstat", "-class", "" + pid), "Loaded"));
    }

    /**
     * Collects garbage and looks in one connection: in the time that one more program takes to start, the agent would
     * allocate again. The least of a few looks, since a cycle may come in between all the same.
     */
    double heapKilobytesInUse() throws IOException {
        Path commands = Files.writeString(Files.createTempFile("benchmark", ".jcmd"), "GC.run\nGC.heap_info\n");
        try {
            double least = Double.MAX_VALUE;
            for (int look = 0; look < HEAP_LOOKS; look++) {
                List<String> lines = output(List.of("jcmd", "" + pid, "-f", commands.toString()));
                least = Math.min(
                        least, lines.stream().mapToLong(Jvm::heapKilobytes).sum());
            }
            return least;
        } finally {
            Files.delete(commands);
        }
    }

    private static long heapKilobytes(String line) {
        Matcher part = HEAP_PART.matcher(line);
        return part.lookingAt() ? Long.parseLong(part.group(1)) : 0;
    }

    /** With the management agent, which this loads into the JVM. */
    JMXConnector managed() throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
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
