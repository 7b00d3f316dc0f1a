package io.mackerel.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The program itself: without a command it runs the agent. */
@Command(
        name = "mackerel-container-agent",
        description = "Monitors the ECS task or Kubernetes pod that it runs in as one Mackerel host.",
        footer = {
            "%nWithout a command the agent runs. It is configured through environment variables and the YAML file"
                    + " that MACKEREL_AGENT_CONFIG names.",
            "%nExit status: 0 done or ended by a signal; 1 configuration wrong or refused by Mackerel; 2 wrong usage;"
                    + " 3 platform not found, not answering or not permitted."
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        subcommands = {
            RunCommand.class,
            OnceCommand.class,
            ConfigtestCommand.class,
            DoctorCommand.class,
            RetireCommand.class,
            DemoCommand.class
        })
class AgentCommand implements Callable<Integer> {
    private final RunCommand run;

    AgentCommand(RunCommand run) {
        this.run = run;
    }

    @Override
    public Integer call() throws InterruptedException {
        return run.call();
    }
}
