import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Measures the packaged agent beside the demo's endpoints and prints a table. See README.md. */
final class Benchmark {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);
    private static final Duration ALLOCATING = Duration.ofSeconds(10);
    private static final String REAL_INTERVAL = "60s";
    private static final String SHORT_INTERVAL = "1s";
    private static final String NO_INTERVAL = "1h";

    private final Options options;
    private final Stand stand;
    private final Map<Variant, Starts> starts = new LinkedHashMap<>();
    private final Map<Variant, Steady> steady = new LinkedHashMap<>();
    private final Map<Variant, Steady> idle = new LinkedHashMap<>();

    private Benchmark(Options options, Stand stand) {
        this.options = options;
        this.stand = stand;
    }

    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(arguments);
        try (Stand stand = Stand.serving(options.standJar(), options.containers())) {
            Benchmark benchmark = new Benchmark(options, stand);
            benchmark.measureStarts();
            benchmark.measureSteadyRuns();
            System.out.print(new Report(options, benchmark.starts, benchmark.steady, benchmark.idle));
        }
    }

    /** The variants take turns, so that what disturbs the machine meets them alike. The first round is not counted. */
    private void measureStarts() throws IOException, InterruptedException {
        options.variants().forEach(variant -> starts.put(variant, new Starts()));
        for (int round = 0; round <= options.starts(); round++) {
            say("start " + round + " of " + options.starts());
            for (Variant variant : options.variants()) {
                measureStart(starts.get(variant), variant, round);
            }
        }
    }

    private void measureStart(Starts starts, Variant variant, int round) throws IOException, InterruptedException {
        try (Agent agent = Agent.start(variant, stand, REAL_INTERVAL)) {
            Duration registered = agent.await(Relay.Request::registersHost, LONG_ENOUGH);
            Duration firstValues = agent.await(Relay.Request::bringsContainerValues, LONG_ENOUGH);
            if (round == options.starts()) {
                starts.firstCpuUsage = agent.await(Relay.Request::bringsCpuUsage, LONG_ENOUGH);
            }
            Duration end = agent.terminate();
            if (round > 0) {
                starts.registered.add(registered);
                starts.firstValues.add(firstValues);
                starts.end.add(end);
            }
        }
    }

    /** All variants run at the same time, each once at work and once idle: they hardly use the machine, and share its moods. */
    private void measureSteadyRuns() throws Exception {
        List<Agent> working = new ArrayList<>();
        List<Agent> resting = new ArrayList<>();
        try {
            for (Variant variant : options.variants()) {
                startAndAdd(working, variant, SHORT_INTERVAL);
                startAndAdd(resting, variant, NO_INTERVAL);
            }
            say("warm-up of " + options.warmUpSeconds() + " s");
            Thread.sleep(Duration.ofSeconds(options.warmUpSeconds()));
            say("steady run of " + options.steadySeconds() + " s");
            working.forEach(agent -> steady.put(agent.variant(), new Steady(agent)));
            resting.forEach(agent -> idle.put(agent.variant(), new Steady(agent)));
            measure();
        } finally {
            working.forEach(Agent::close);
            resting.forEach(Agent::close);
        }
    }

    private void startAndAdd(List<Agent> agents, Variant variant, String interval)
            throws IOException, InterruptedException {
        Agent agent = Agent.start(variant, stand, interval);
        agents.add(agent);
        agent.await(Relay.Request::bringsValues, LONG_ENOUGH);
    }

    /** From what perturbs nothing to what perturbs most. */
    private void measure() throws Exception {
        for (int second = 0; second < options.steadySeconds(); second++) {
            Thread.sleep(Duration.ofSeconds(1));
            for (Steady each : all()) {
                each.cpu.sample();
            }
        }
        for (Steady each : all()) {
            each.readMemory();
        }
        say("heap and allocation");
        for (Steady each : steady.values()) {
            each.readJvm();
        }
        for (Steady each : steady.values()) {
            each.beginAllocating();
        }
        Thread.sleep(ALLOCATING);
        for (Steady each : steady.values()) {
            each.endAllocating();
        }
    }

    private List<Steady> all() {
        return Stream.concat(steady.values().stream(), idle.values().stream()).toList();
    }

    private static void say(String what) {
        System.err.println("benchmark: " + what);
    }
}
