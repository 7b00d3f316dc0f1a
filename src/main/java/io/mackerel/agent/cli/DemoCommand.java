package io.mackerel.agent.cli;

import io.mackerel.agent.Clocks;
import io.mackerel.agent.ExitStatus;
import io.mackerel.agent.LastResort;
import io.mackerel.agent.ReloadRequests;
import io.mackerel.agent.Signals;
import io.mackerel.agent.StopSignal;
import io.mackerel.agent.demo.Demo;
import io.mackerel.agent.demo.DemoOptions;
import io.mackerel.agent.demo.LiveTable;
import io.mackerel.agent.demo.Stty;
import io.mackerel.agent.demo.Terminal;
import io.vertx.core.Vertx;
import java.io.Console;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows the agent at work without an account, a task or a cluster. */
@Command(
        name = "demo",
        description = "Watch the agent monitor a simulated task and post to a local stand-in for Mackerel.",
        mixinStandardHelpOptions = true)
class DemoCommand implements Callable<Integer> {
    private static final int MOST_CONTAINERS = 100;

    private final RunCommand run;
    private final Vertx vertx;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--serve",
            description = "Only serve the simulated endpoints, and print the variables that point an agent at them.")
    private boolean serve;

    @Option(
            names = "--containers",
            description = "With --serve: how many containers the task has, 1 to 100 (default: ${DEFAULT-VALUE}).",
            defaultValue = "3")
    private int containers;

    DemoCommand(RunCommand run, Vertx vertx) {
        this.run = run;
        this.vertx = vertx;
    }

    @Override
    public Integer call() throws InterruptedException {
        StopSignal stop = new StopSignal(Clocks.system().nanoTime());
        // Maven's dev mode sends a second signal at once; the terminal has to be given back all the same.
        Signals.handOverForGood(stop);
        return (serve ? serve(stop) : show(stop)).code();
    }

    private int containers() {
        if (containers < 1 || containers > MOST_CONTAINERS) {
            throw new ParameterException(spec.commandLine(), "--containers must be 1 to " + MOST_CONTAINERS);
        }
        return containers;
    }

    /** The real agent between the simulated task and the stand-in. */
    private ExitStatus show(StopSignal stop) throws InterruptedException {
        Clocks clocks = Clocks.system();
        LiveTable table = new LiveTable(System.out, terminal(), Stty::size, stop::request);
        try (Demo demo = Demo.show(vertx, DemoOptions.forPeople(), clocks.wall(), clocks.random(), table);
                LogTap _ = new LogTap(demo::event)) {
            return run.run(demo.environment(), demo.procRoot(), stop, new LastResort(), new ReloadRequests());
        }
    }

    private ExitStatus serve(StopSignal stop) throws InterruptedException {
        Clocks clocks = Clocks.system();
        try (Demo demo = Demo.serve(vertx, DemoOptions.forMeasurement(containers()), clocks.wall(), clocks.random())) {
            demo.environment().forEach((name, value) -> System.out.println(name + "=" + value));
            System.out.println("# The simulated machine is in " + demo.procRoot() + "; Ctrl-C ends this.");
            stop.await();
            return ExitStatus.DONE;
        }
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 25 answers null again when redirected
    private static Terminal terminal() {
        Console console = System.console();
        return Terminal.of(
                System.getenv(), console != null && console.isTerminal(), System.out.charset(), ZoneId.systemDefault());
    }
}
