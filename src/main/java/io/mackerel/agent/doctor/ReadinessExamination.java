package io.mackerel.agent.doctor;

import io.mackerel.agent.config.ReadinessProbeConfig.Action;
import io.mackerel.agent.config.ReadinessProbeConfig.Exec;
import io.mackerel.agent.config.ReadinessProbeConfig.Http;
import io.mackerel.agent.config.ReadinessProbeConfig.Tcp;
import io.mackerel.agent.plugin.ProbeOutcome;
import io.mackerel.agent.plugin.ReadinessProbe;
import java.util.List;

/** Tries the readiness probe, without its delay; twice when it fails, as a program that has just started is slow. */
public final class ReadinessExamination implements Examination {
    public static final String SUBJECT = "readiness";

    private final Action action;
    private final ReadinessProbe probe;

    /**
     * @param action what the probe does
     */
    public ReadinessExamination(Action action, ReadinessProbe probe) {
        this.action = action;
        this.probe = probe;
    }

    @Override
    public List<Finding> examine() throws InterruptedException {
        return List.of(
                switch (attempt()) {
                    case ProbeOutcome.Passed _ -> Finding.ok(SUBJECT, shown() + " passes");
                    case ProbeOutcome.Failed(String reason) ->
                        Finding.note(SUBJECT, shown() + " fails, the agent would wait until it passes: " + reason);
                });
    }

    private ProbeOutcome attempt() throws InterruptedException {
        ProbeOutcome first = probe.attempt();
        return first instanceof ProbeOutcome.Passed ? first : probe.attempt();
    }

    private String shown() {
        return switch (action) {
            case Exec _ -> "the command";
            case Http http -> http.toString();
            case Tcp tcp -> "tcp " + tcp.host() + " port " + tcp.port();
        };
    }
}
