package io.mackerel.agent.cli;

import io.mackerel.agent.Signals;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/** Where the program begins. */
@QuarkusMain
public class Main implements QuarkusApplication {
    private final AgentCommand command;
    private final CommandLine.IFactory factory;

    Main(AgentCommand command, CommandLine.IFactory factory) {
        this.command = command;
        this.factory = factory;
    }

    public static void main(String... args) {
        Signals.endAtOnce();
        Quarkus.run(Main.class, args);
    }

    @Override
    public int run(String... args) {
        return new CommandLine(command, factory).execute(args);
    }
}
