import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One way to run the agent.
 *
 * @param description for the legend of the table
 * @param isJvm whether there is a JVM to ask
 */
record Variant(String description, List<String> command, boolean isJvm) {
    /**
     * @param flags for the JVM, separated by blanks; empty for none
     */
    static Variant jar(Path jar, String flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (!flags.isBlank()) {
            command.addAll(List.of(flags.strip().split("\\s+")));
        }
        command.addAll(List.of("-jar", jar.toString(), "run"));
        return new Variant(flags.isBlank() ? "JVM without flags" : "JVM with " + flags.strip(), command, true);
    }

    static Variant executable(Path program) {
        return new Variant(program.toString(), List.of(program.toString(), "run"), false);
    }
}
