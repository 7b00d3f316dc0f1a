import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code demo --serve} in a process of its own: a task's metadata endpoint and a stand-in for Mackerel.
 *
 * @param environment what it printed: the variables that lead an agent there
 */
record Stand(Process process, Map<String, String> environment) implements AutoCloseable {
    static Stand serving(Path jar, int containers) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        List.of(java, "-jar", jar.toString(), "demo", "--serve", "--containers", "" + containers))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new Stand(process, variables(process.inputReader()));
    }

    String apiKey() {
        return environment.get("MACKEREL_APIKEY");
    }

    URI apibase() {
        return URI.create(environment.get("MACKEREL_APIBASE"));
    }

    /** The task that is served: one for all agents, and there as long as this. */
    Workload task() {
        return new Task(environment);
    }

    private record Task(Map<String, String> environment) implements Workload {
        @Override
        public void close() {
            // Nothing is the agent's own.
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private static Map<String, String> variables(BufferedReader output) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        String line = output.readLine();
        while (line != null && !line.startsWith("#")) {
            int sign = line.indexOf('=');
            variables.put(line.substring(0, sign), line.substring(sign + 1));
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException("the stand ended, it printed " + variables);
        }
        return Map.copyOf(variables);
    }
}
