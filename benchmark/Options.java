import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is measured, and how long.
 *
 * @param standJar the program that serves the demo's endpoints
 * @param variants of the agent
 * @param containers of the task
 * @param pods of the nodes that are compared, each number one node; empty when a task is measured
 */
record Options(
        Path standJar,
        List<Variant> variants,
        int starts,
        int warmUpSeconds,
        int steadySeconds,
        int containers,
        List<Integer> pods) {
    private static final String SMALL = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx32m -Xss256k"
            + " -XX:ReservedCodeCacheSize=24m -XX:+UseCompactObjectHeaders";
    private static final List<Integer> PODS = List.of(1, 30, 110, 250, 500);

    static Options parse(String[] arguments) {
        Deque<String> left = new ArrayDeque<>(List.of(arguments));
        Path stand = null;
        Path jar = null;
        List<Variant> natives = new ArrayList<>();
        List<String> flags = new ArrayList<>();
        int starts = 7;
        int warmUp = 30;
        int steady = 60;
        int containers = 3;
        List<Integer> pods = List.of();
        while (!left.isEmpty()) {
            switch (left.removeFirst()) {
                case "--stand" -> stand = Path.of(left.removeFirst());
                case "--jar" -> jar = Path.of(left.removeFirst());
                case "--native" -> natives.add(Variant.executable(Path.of(left.removeFirst())));
                case "--jvm" -> flags.add(left.removeFirst());
                case "--starts" -> starts = Integer.parseInt(left.removeFirst());
                case "--warm-up" -> warmUp = Integer.parseInt(left.removeFirst());
                case "--steady" -> steady = Integer.parseInt(left.removeFirst());
                case "--containers" -> containers = Integer.parseInt(left.removeFirst());
                case "--kubernetes" -> pods = PODS;
                case "--pods" -> pods = pods(left.removeFirst());
                case String other -> throw new IllegalArgumentException("unknown, see README.md: " + other);
            }
        }
        Path measured = jar == null ? stand : jar;
        List<Variant> variants = new ArrayList<>();
        (flags.isEmpty() ? List.of("", SMALL) : flags).forEach(each -> variants.add(Variant.jar(measured, each)));
        variants.addAll(natives);
        return new Options(stand, List.copyOf(variants), starts, warmUp, steady, containers, pods);
    }

    boolean isKubernetes() {
        return !pods.isEmpty();
    }

    private static List<Integer> pods(String numbers) {
        List<Integer> pods = Stream.of(numbers.split(",")).map(Integer::valueOf).toList();
        if (pods.stream().anyMatch(each -> each < 1)) {
            throw new IllegalArgumentException("each node has at least the agent's own pod: --pods " + numbers);
        }
        return pods;
    }
}
