import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures the packaged agent beside the demo's endpoints and prints a table. See README.md. */
final class Benchmark {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);
    private static final Duration ALLOCATING = Duration.ofSeconds(10);
    private static final String REAL_INTERVAL = "60s";
    private static final String SHORT_INTERVAL = "1s";
    private static final String NO_INTERVAL = "1h";

    private final Options options;
    private final Stand stand;
    private final List<Column> columns;
    private final Measured measured = new Measured();

    private Benchmark(Options options, Stand stand, List<Table> tables) {
        this.options = options;
        this.stand = stand;
        this.columns =
                tables.stream().flatMap(table -> table.columns().stream()).toList();
    }

    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(arguments);
        try (Stand stand = Stand.serving(options.standJar(), options.containers());
                Cluster cluster = Cluster.make()) {
            List<Table> tables = options.isKubernetes()
                    ? options.variants().stream()
                            .map(variant -> Table.ofPods(variant, options.pods(), cluster))
                            .toList()
                    : List.of(Table.ofTask(options.variants(), stand::task));
            Benchmark benchmark = new Benchmark(options, stand, tables);
            benchmark.measureStarts();
            benchmark.measureSteadyRuns();
            System.out.print(new Report(options, tables, benchmark.measured));
        }
    }

    /** The columns take turns, so that what disturbs the machine meets them alike. The first round is not counted. */
    private void measureStarts() throws IOException, InterruptedException {
        columns.forEach(column -> measured.starts().put(column, new Starts()));
        for (int round = 0; round <= options.starts(); round++) {
            say("start " + round + " of " + options.starts());
            for (Column column : columns) {
                measureStart(measured.starts().get(column), column, round);
            }
        }
    }

    private void measureStart(Starts starts, Column column, int round) throws IOException, InterruptedException {
        try (Agent agent = Agent.start(column, stand, REAL_INTERVAL)) {
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

    /** All columns run at the same time, each once at work and once idle: they hardly use the machine, and share its moods. */
    private void measureSteadyRuns() throws Exception {
        List<Agent> working = new ArrayList<>();
        List<Agent> resting = new ArrayList<>();
        try {
            for (Column column : columns) {
                startAndAdd(working, column, SHORT_INTERVAL);
                startAndAdd(resting, column, NO_INTERVAL);
            }
            say("warm-up of " + options.warmUpSeconds() + " s");
            Thread.sleep(Duration.ofSeconds(options.warmUpSeconds()));
            say("steady run of " + options.steadySeconds() + " s");
            working.forEach(agent -> measured.steady().put(agent.column(), new Steady(agent)));
            resting.forEach(agent -> measured.idle().put(agent.column(), new Steady(agent)));
            measure();
        } finally {
            working.forEach(Agent::close);
            resting.forEach(Agent::close);
        }
    }

    private void startAndAdd(List<Agent> agents, Column column, String interval)
            throws IOException, InterruptedException {
        Agent agent = Agent.start(column, stand, interval);
        agents.add(agent);
        agent.await(Relay.Request::bringsValues, LONG_ENOUGH);
    }

    /** From what perturbs nothing to what perturbs most. */
    private void measure() throws Exception {
        for (int second = 0; second < options.steadySeconds(); second++) {
            Thread.sleep(Duration.ofSeconds(1));
            measured.running().forEach(each -> each.cpu.sample());
        }
        for (Steady each : measured.running().toList()) {
            each.readMemory();
        }
        say("heap and allocation");
        for (Steady each : measured.steady().values()) {
            each.readJvm();
        }
        for (Steady each : measured.steady().values()) {
            each.beginAllocating();
        }
        Thread.sleep(ALLOCATING);
        for (Steady each : measured.steady().values()) {
            each.endAllocating();
        }
    }

    private static void say(String what) {
        System.err.println("benchmark: " + what);
    }
}
